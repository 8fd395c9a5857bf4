import type { PoolAxis } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Rows } from "./axis.ts";
import { gather, maximumPlaces, scatter } from "./places.ts";

/** Windows along the height and width of maps. */
export type PoolAxes = readonly [height: PoolAxis, width: PoolAxis];

/** The windows of a sequence `[N, L, C]` seen as maps `[N, L, 1, C]`. */
export const upright = (length: PoolAxis): PoolAxes => [length, { size: 1, stride: 1, dilation: 1, length: 1, count: 1, before: 0, after: 0, covering: 0 }];

/** Windows that stand side by side and fill `length` exactly. */
export const even = (length: number, count: number): PoolAxis => ({ size: length / count, stride: length / count, dilation: 1, length, count, before: 0, after: 0, covering: 0 });

/** Runs maps pooling on a sequence `[N, L, C]`. */
export function onSequence(x: tf.Tensor3D, f: (x: tf.Tensor4D) => tf.Tensor4D): tf.Tensor3D {
  const [n, length, channels] = x.shape;
  const y = f(tf.reshape(x, [n, length, 1, channels]));
  return tf.reshape(y, [n, y.shape[1], channels]);
}

const edges = ({ before, covering }: PoolAxis): [number, number] => [before, Math.max(covering, 0)];

/** The largest value of each window; padding is −∞ and the first of equal values takes the gradient. */
export function maxPool(x: tf.Tensor4D, axes: PoolAxes): tf.Tensor4D {
  const [h, w] = axes;
  if (h.dilation > 1 || w.dilation > 1) return dilatedMaxPool(x, axes);
  return tf.maxPool(x, [h.size, w.size], [h.stride, w.stride], [[0, 0], edges(h), edges(w), [0, 0]]);
}

/** Max pooling in loops: the backends' own knows no dilation. */
function dilatedMaxPool(x: tf.Tensor4D, axes: PoolAxes): tf.Tensor4D {
  const [n, height, width, channels] = x.shape;
  const shape: [number, number, number, number] = [n, axes[0].count, axes[1].count, channels];
  const pool = tf.customGrad((...args) => {
    const values = (args[0] as tf.Tensor).dataSync() as Float32Array;
    const places = maximumPlaces(values, n, channels, axes);
    return {
      value: tf.tensor4d(gather(values, places), shape),
      gradFunc: (dy: tf.Tensor) => [tf.tensor4d(scatter(dy.dataSync(), places, n * height * width * channels), [n, height, width, channels])],
    };
  });
  return pool(x) as tf.Tensor4D;
}

/** The mean of each window, divided by its cells within the input or, with `includePad`, within the padding asked for. */
export function averagePool(x: tf.Tensor4D, axes: PoolAxes, includePad: boolean): tf.Tensor4D {
  const [h, w] = axes;
  const padding = [[0, 0], edges(h), edges(w), [0, 0]] as [number, number][];
  // The pooling's own padding is left out of the mean, but its gradient forgets that: so the zeros are put there before.
  const padded = padding.flat().some((n) => n > 0) ? tf.pad(x, padding) : x;
  const mean = tf.avgPool(padded, [h.size, w.size], [h.stride, w.stride], "valid");
  const [rows, columns] = axes.map((axis) => cells(axis, includePad).map((n) => axis.size / n)) as [number[], number[]];
  if (rows.every((n) => n === 1) && columns.every((n) => n === 1)) return mean;
  return tf.mul(mean, tf.tensor4d(rows.flatMap((a) => columns.map((b) => a * b)), [1, rows.length, columns.length, 1]));
}

/** How many cells of each window count. */
function cells({ size, stride, length, count, before, after }: PoolAxis, includePad: boolean): number[] {
  const [first, end] = includePad ? [-before, length + after] : [0, length];
  return Array.from({ length: count }, (_, i) => {
    const start = i * stride - before;
    return Math.min(start + size, end) - Math.max(start, first);
  });
}

/** Windows as rows of weights over the input; `weight` is that of a window's cell. */
export function windowRows({ size, stride, length, count, before }: PoolAxis, weight: (cell: number) => number): Rows {
  return Array.from({ length: count }, (_, i) => {
    const row = new Float64Array(length);
    for (let cell = 0; cell < size; cell++) {
      const place = i * stride - before + cell;
      if (place >= 0 && place < length) row[place] = weight(cell);
    }
    return row;
  });
}

/** The sum of each window. Multiplying by ones keeps sums of whole numbers whole. */
export const sumRows = (axis: PoolAxis): Rows => windowRows(axis, () => 1);
