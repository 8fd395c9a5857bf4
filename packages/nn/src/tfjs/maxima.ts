import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";
import { overlapAdd, patches, type Taps } from "./patches.ts";
import { edges, type PoolAxes } from "./poolAxes.ts";

/** Stands in the padding, so that it is never the largest. */
const lowest = -3.4028234663852886e38;

const tapsOf = ([h, w]: PoolAxes): Taps => ({ kernelSize: [h.size, w.size], strides: [h.stride, w.stride], dilationRate: [h.dilation, w.dilation], edges: [edges(h), edges(w)], places: [h.count, w.count] });

/** x `[N, H, W, C]` to the cells of its windows, `[N·H'·W', kh·kw, C]`, with the lowest number in the padding. */
function cellsOf(x: tf.Tensor4D, axes: PoolAxes): tf.Tensor3D {
  const taps = tapsOf(axes);
  const padded = tf.pad(x, [[0, 0], edges(axes[0]), edges(axes[1]), [0, 0]], lowest);
  const seen = patches(padded, { ...taps, edges: [[0, 0], [0, 0]] });
  return tf.reshape(seen, [-1, axes[0].size * axes[1].size, x.shape[3]]);
}

/** Cells `[P, K, C]` to ones where the first maximum of each P and C is, and zeros elsewhere. */
function firstOfEach(cells: tf.Tensor3D): tf.Tensor3D {
  // One cell is the first of its kind, which oneHot does not take.
  if (cells.shape[1] === 1) return tf.onesLike(cells);
  const rows = tf.transpose(cells, [0, 2, 1]);
  // TensorFlow.js's WebGPU cannot transpose whole numbers, nor what was cast from them: a product it computes anew.
  return tf.transpose(tf.mul(tf.oneHot(tf.argMax(rows, 2), cells.shape[1]), tf.scalar(1)), [0, 2, 1]) as tf.Tensor3D;
}

/** dy `[N, H', W', C]` to where the first maxima of the windows of x are: `[N, H, W, C]`, adding up where windows share theirs. */
export function toMaxima(dy: tf.Tensor, x: tf.Tensor4D, axes: PoolAxes): tf.Tensor4D {
  const [n, height, width, channels] = x.shape;
  const spread = tf.mul(firstOfEach(cellsOf(x, axes)), tf.reshape(dy, [-1, 1, channels]));
  return overlapAdd(tf.reshape(spread, [n, axes[0].count, axes[1].count, -1]), tapsOf(axes), [height, width]);
}

/** The adjoint of `toMaxima`: of each window of x, the value of z `[N, H, W, C]` where the first maximum of x is. */
export function atMaxima(z: tf.Tensor4D, x: tf.Tensor4D, axes: PoolAxes): tf.Tensor4D {
  const [n, , , channels] = x.shape;
  return tf.reshape(tf.sum(tf.mul(firstOfEach(cellsOf(x, axes)), tf.reshape(patches(z, tapsOf(axes)), [-1, axes[0].size * axes[1].size, channels])), 1), [n, axes[0].count, axes[1].count, channels]);
}

/** Max pooling as a composition that every backend can compute, however the windows are dilated. */
export const maximaByTaps = (x: tf.Tensor4D, axes: PoolAxes): tf.Tensor4D =>
  differentiable([x], (x) => ({
    value: tf.reshape(tf.max(cellsOf(x as tf.Tensor4D, axes), 1), [(x as tf.Tensor4D).shape[0], axes[0].count, axes[1].count, -1]),
    saved: [x as tf.Tensor],
    gradients: (dy, [x]) => [toMaxima(dy, x as tf.Tensor4D, axes)],
  })) as tf.Tensor4D;
