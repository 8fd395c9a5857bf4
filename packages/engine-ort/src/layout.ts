import { weightSpecs, type Graph, type WeightSpec } from "@convscope/core";
import { permute } from "@convscope/exchange/onnx";
import type { NdArray } from "@convscope/nn";

/**
 * The order in which a training step keeps the axes of a weight: kernels of convolutions as `[filters, kh, kw, channels]`, which is how
 * their gradient comes out, and from which both layouts that ONNX Runtime convolves with are one cheap transposition away. All other
 * weights stay as the graph has them.
 */
export function keptAxes({ shape, torchAxes = [] }: WeightSpec): readonly number[] {
  const axes = shape.map((_, axis) => axis);
  const last = shape.length - 1;
  return shape.length > 2 && torchAxes[0] === last && torchAxes[1] === last - 1 ? [last, ...axes.slice(0, -2), last - 1] : axes;
}

/** Between a graph's own layout and that of a training step. */
export class Layout {
  readonly #axes: ReadonlyMap<string, readonly number[]>;

  constructor(graph: Graph) {
    this.#axes = new Map([...weightSpecs(graph)].map(([key, spec]) => [key, keptAxes(spec)]));
  }

  /** An array in the graph's layout, that of a weight or in its shape, as a step keeps it. */
  kept(key: string, array: NdArray): NdArray {
    return permute(array, this.#axesOf(key));
  }

  /** An array that a step keeps, in the graph's layout. */
  given(key: string, array: NdArray): NdArray {
    const axes = this.#axesOf(key);
    return permute(array, axes.map((_, axis) => axes.indexOf(axis)));
  }

  #axesOf(key: string): readonly number[] {
    return this.#axes.get(key) ?? [];
  }
}
