import type { OnnxAttribute } from "@convscope/exchange/onnx";
import type { Dims } from "../graph/dims.ts";

/** A convolution along any number of axes, all shapes with the batch. */
export interface Geometry {
  /** `[N, C, …]` */
  readonly x: Dims;
  /** `[filters, C / groups, …]` */
  readonly w: Dims;
  /** `[N, filters, …]` */
  readonly y: Dims;
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Zeros before each axis. Below 0, which only a convolution that leads back has, so many places are cut off. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly groups: number;
}

/** The geometry of a `Conv`. */
export function geometryOf(x: Dims, w: Dims, y: Dims, attributes: { readonly [name: string]: OnnxAttribute }): Geometry {
  const kernel = w.slice(2);
  const list = (name: string, otherwise: number): readonly number[] => (attributes[name] as readonly number[] | undefined) ?? kernel.map(() => otherwise);
  const pads = (attributes["pads"] as readonly number[] | undefined) ?? kernel.flatMap(() => [0, 0]);
  return { x, w, y, kernel, strides: list("strides", 1), dilations: list("dilations", 1), before: pads.slice(0, kernel.length), after: pads.slice(kernel.length), groups: (attributes["group"] as number | undefined) ?? 1 };
}
