import { product, windowCells, type PoolAxis } from "@convscope/core";
import { onnxPads } from "./convolution.ts";
import { flat, type Value } from "./builder.ts";
import type { Emission } from "./emission.ts";
import type { OnnxNode } from "./model.ts";

/** How far windows reach beyond both ends of an axis. */
const edges = ({ before, covering }: PoolAxis): [number, number] => [before, Math.max(covering, 0)];

const windows = (axes: readonly PoolAxis[]): OnnxNode["attributes"] => ({
  kernel_shape: axes.map(({ size }) => size),
  strides: axes.map(({ stride }) => stride),
});

/** Windows that stand side by side and fill `length` exactly. */
export const even = (length: number, count: number): PoolAxis => ({ size: length / count, stride: length / count, dilation: 1, length, count, before: 0, after: 0, covering: 0 });

/** The largest value of each window of x `[N, C, …]`. `outputs` is 2 where their places are wanted too. */
export function maxPool(to: Emission, x: Value, axes: readonly PoolAxis[], outputs: 1 | 2 = 1): readonly Value[] {
  const dilations = axes.map(({ dilation }) => dilation);
  const pads = axes.map(edges);
  // ONNX Runtime refuses padding as large as the kernel, which a dilated window may have.
  if (axes.every(({ size }, i) => (pads[i] ?? []).every((n) => n < size))) return to.ops("MaxPool", [x], outputs, { ...windows(axes), dilations, pads: onnxPads(pads) });
  const padded = to.op("Pad", [x, to.wholes(onnxPads([[0, 0], [0, 0], ...pads])), to.number(-Infinity)]);
  return to.ops("MaxPool", [padded], outputs, { ...windows(axes), dilations });
}

/** The mean of each window of x `[N, C, …]`, divided by its cells within the input or, with `includePad`, within the padding asked for. */
export function averagePool(to: Emission, x: Value, axes: readonly PoolAxis[], includePad: boolean): Value {
  const attributes = { ...windows(axes), pads: onnxPads(axes.map(edges)) };
  if (!includePad) return to.op("AveragePool", [x], attributes);
  const y = to.op("AveragePool", [x], { ...attributes, count_include_pad: 1 });
  // What hangs over the padding does not count.
  const factors = axes.map((axis) => windowCells(axis, true).map((cells) => axis.size / cells));
  if (factors.flat().every((n) => n === 1)) return y;
  const dims = factors.map(({ length }) => length);
  return to.op("Mul", [y, to.constant("cells", dims, () => outer(factors))]);
}

/** The sum of each window of x `[N, C, …]`: its mean times its size, padding counted. */
export const sumPool = (to: Emission, x: Value, axes: readonly PoolAxis[]): Value =>
  to.op("Mul", [to.op("AveragePool", [x], { ...windows(axes), pads: onnxPads(axes.map(edges)), count_include_pad: 1 }), to.number(product(axes.map(({ size }) => size)))]);

/** All products of one number of each list. */
const outer = (lists: readonly (readonly number[])[]): Float32Array => Float32Array.from(lists.reduce((all, list) => all.flatMap((a) => list.map((b) => a * b)), [1] as readonly number[]));

/** x `[N, C, H, W]` mixed along its height and width: row i says how output i is made of the inputs. */
export function mix(to: Emission, x: Value, [height, width]: readonly [Rows, Rows]): Value {
  const down = to.constant("rows", sizes(height), () => flat(height));
  const across = to.transpose(to.constant("columns", sizes(width), () => flat(width)), [1, 0]);
  return to.op("MatMul", [down, to.op("MatMul", [x, across])]);
}

/** Weights of a linear map along one axis. */
export type Rows = readonly ArrayLike<number>[];

const sizes = (rows: Rows): number[] => [rows.length, rows[0]?.length ?? 0];
