import { windowCells, type PoolAxis } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { mix, type Rows } from "./axis.ts";
import { differentiable } from "./differentiable.ts";
import { maximaByTaps } from "./maxima.ts";
import { ownKernel, runOwn } from "./ownKernel.ts";
import { edges, even, windowAttributes, type PoolAxes } from "./poolAxes.ts";

/** Runs maps pooling on a sequence `[N, L, C]`. */
export function onSequence(x: tf.Tensor3D, f: (x: tf.Tensor4D) => tf.Tensor4D): tf.Tensor3D {
  const [n, length, channels] = x.shape;
  const y = f(tf.reshape(x, [n, length, 1, channels]));
  return tf.reshape(y, [n, y.shape[1], channels]);
}

/** The largest value of each window; padding is −∞ and the first of equal values takes the gradient. */
export function maxPool(x: tf.Tensor4D, axes: PoolAxes): tf.Tensor4D {
  const [h, w] = axes;
  if (ownKernel("WindowMaximum")) return maximaAtOnce(x, axes);
  if (h.dilation > 1 || w.dilation > 1) return maximaByTaps(x, axes);
  return tf.maxPool(x, [h.size, w.size], [h.stride, w.stride], [[0, 0], edges(h), edges(w), [0, 0]]);
}

function maximaAtOnce(x: tf.Tensor4D, axes: PoolAxes): tf.Tensor4D {
  const windows = windowAttributes(axes);
  return differentiable([x], (x) => ({
    value: runOwn("WindowMaximum", { x: x as tf.Tensor }, windows),
    saved: [x as tf.Tensor],
    gradients: (dy, [x]) => [runOwn("WindowMaximumGrad", { dy, x: x as tf.Tensor }, windows)],
  })) as tf.Tensor4D;
}

/** The mean of each window, divided by its cells within the input or, with `includePad`, within the padding asked for. */
export function averagePool(x: tf.Tensor4D, axes: PoolAxes, includePad: boolean): tf.Tensor4D {
  const [h, w] = axes;
  if (ownKernel("WindowMean")) return meansAtOnce(x, axes, includePad ? "padded" : "inside");
  const padding = [[0, 0], edges(h), edges(w), [0, 0]] as [number, number][];
  // The pooling's own padding is left out of the mean, but its gradient forgets that: so the zeros are put there before.
  const padded = padding.flat().some((n) => n > 0) ? tf.pad(x, padding) : x;
  const mean = tf.avgPool(padded, [h.size, w.size], [h.stride, w.stride], "valid");
  const [rows, columns] = axes.map((axis) => windowCells(axis, includePad).map((n) => axis.size / n)) as [number[], number[]];
  if (rows.every((n) => n === 1) && columns.every((n) => n === 1)) return mean;
  return tf.mul(mean, tf.tensor4d(rows.flatMap((a) => columns.map((b) => a * b)), [1, rows.length, columns.length, 1]));
}

/** The sum of each window. */
export const sumPool = (x: tf.Tensor4D, axes: PoolAxes): tf.Tensor4D => (ownKernel("WindowMean") ? meansAtOnce(x, axes, "one") : mix(x, [sumRows(axes[0]), sumRows(axes[1])]));

/** The mean of each channel of maps `[N, H, W, C]`, as `[N, C]`. */
export function globalMean(x: tf.Tensor4D): tf.Tensor2D {
  if (!ownKernel("WindowMean")) return tf.mean(x, [1, 2]);
  const [n, h, w, c] = x.shape;
  const whole = { ...windowAttributes([even(h, 1), even(w, 1)]), divisor: "inside" };
  return differentiable([x], (x) => ({
    value: tf.mean(x as tf.Tensor, [1, 2]),
    saved: [],
    gradients: (dy) => [runOwn("WindowMeanGrad", { dy: tf.reshape(dy, [n, 1, 1, c]) }, whole)],
  })) as tf.Tensor2D;
}

function meansAtOnce(x: tf.Tensor4D, axes: PoolAxes, divisor: "inside" | "padded" | "one"): tf.Tensor4D {
  const attributes = { ...windowAttributes(axes), divisor };
  return differentiable([x], (x) => ({ value: runOwn("WindowMean", { x: x as tf.Tensor }, attributes), saved: [], gradients: (dy) => [runOwn("WindowMeanGrad", { dy }, attributes)] })) as tf.Tensor4D;
}

/** Multiplying by ones keeps sums of whole numbers whole. */
const sumRows = ({ size, stride, length, count, before }: PoolAxis): Rows =>
  Array.from({ length: count }, (_, i) => Array.from({ length }, (_, place) => (place >= i * stride - before && place < i * stride - before + size ? 1 : 0)));
