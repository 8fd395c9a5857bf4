import { size, type ImagesShape, type Split } from "@convscope/datasets/pure";
import { arrayData, type Data, type NdArray, type Network } from "@convscope/nn";
import { pixels } from "../shapes/parts.ts";

/** Pictures and their labels, as a classifier takes them. */
export const classified = (split: Split, { graph }: Pick<Network, "graph">): Data =>
  arrayData({ inputs: { input: pixels(split) }, targets: { [graph.outputs[0] ?? ""]: { shape: [size(split)], data: split.labels } } });

/** Pictures 0 … 1, as an array of the net's input. */
export const scaled = ({ shape, images }: { readonly shape: ImagesShape; readonly images: Uint8Array }): NdArray => ({ shape: [...shape], data: Float32Array.from(images, (value) => value / 255) });

/** The share of equal places. */
export const agreement = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).filter((value, i) => value === b[i]).length / a.length;

/** A number for a table: three digits that count. */
export const short = (value: number): string => String(Number(value.toPrecision(3)));
