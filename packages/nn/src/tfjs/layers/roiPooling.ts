import type { RoiPooling } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { detached } from "../detached.ts";
import { differentiable } from "../differentiable.ts";
import type { Executor } from "../executor.ts";
import { ownKernel, runOwn, runOwnAll } from "../ownKernel.ts";

/** No gradient goes to the boxes. */
export const roiPooling: Executor<RoiPooling> = (layer, inputs) => {
  const [maps, boxes] = inputs as readonly [tf.Tensor4D, tf.Tensor3D];
  return ownKernel("RoiMaxPool") ? atOnce(layer, maps, boxes) : byBins(layer, maps, boxes);
};

const atOnce = ({ outputSize, spatialScale }: RoiPooling, maps: tf.Tensor4D, boxes: tf.Tensor3D): tf.Tensor =>
  differentiable([maps, boxes], (...given) => {
    const [x, at] = given as [tf.Tensor, tf.Tensor];
    const [value, places] = runOwnAll("RoiMaxPool", { x, boxes: at }, { outputSize: [...outputSize], spatialScale }) as [tf.Tensor, tf.Tensor];
    return { value, saved: [places], gradients: (dy, [places]) => [runOwn("RoiMaxPoolGrad", { dy, places: places as tf.Tensor }, { xShape: maps.shape }), tf.zeros(boxes.shape)] };
  });

/**
 * As a composition: for each box the largest of each bin of columns, then of those the largest of each bin of rows. So the first row
 * among equals, and in it the first column, is the first in memory order.
 */
function byBins({ outputSize: [ph, pw], spatialScale }: RoiPooling, maps: tf.Tensor4D, boxes: tf.Tensor3D): tf.Tensor {
  const [n, h, w] = maps.shape;
  const count = boxes.shape[1];
  const [rowsOf, columnsOf] = [inBins([1, 3], ph, spatialScale, h), inBins([0, 2], pw, spatialScale, w)];
  const [rows, columns] = [detached(rowsOf, boxes), detached(columnsOf, boxes)] as [tf.Tensor4D, tf.Tensor4D];
  const bin = (masks: tf.Tensor4D, box: number, i: number, shape: [number, number, number, number]): tf.Tensor4D => tf.reshape(tf.slice(masks, [0, box, i, 0], [n, 1, 1, -1]), shape);
  const pooled = Array.from({ length: count }, (_, box) => {
    const narrow = tf.stack(Array.from({ length: pw }, (__, j) => largestOf(maps, bin(columns, box, j, [n, 1, w, 1]), 2)), 2) as tf.Tensor4D;
    return tf.stack(Array.from({ length: ph }, (__, i) => largestOf(narrow, bin(rows, box, i, [n, h, 1, 1]), 1)), 1);
  });
  const full = detached((boxes) => tf.cast(tf.logicalAnd(tf.reshape(tf.any(rowsOf(boxes), 3), [n, count, ph, 1, 1]), tf.reshape(tf.any(columnsOf(boxes), 3), [n, count, 1, pw, 1])), "float32"), boxes);
  // Adding 0 rids an empty bin of its minus.
  return tf.add(tf.mul(tf.stack(pooled, 1), full), 0);
}

/** Which of `length` places lie in which of `count` bins of each box: bools `[N, boxes, count, length]`. `ends` are where it starts and stops. */
const inBins =
  (ends: readonly [number, number], count: number, scale: number, length: number) =>
  (boxes: tf.Tensor): tf.Tensor4D => {
    const [low, high] = ends.map((end) => round(tf.mul(tf.slice(boxes as tf.Tensor3D, [0, 0, end], [-1, -1, 1]), scale))) as [tf.Tensor, tf.Tensor];
    const size = tf.div(tf.maximum(tf.add(tf.sub(high, low), 1), 1), count);
    const bins = tf.range(0, count);
    const [from, to] = [tf.floor(tf.mul(bins, size)), tf.ceil(tf.mul(tf.add(bins, 1), size))].map((place) => tf.expandDims(tf.add(place, low), 3)) as [tf.Tensor, tf.Tensor];
    const places = tf.range(0, length);
    return tf.logicalAnd(tf.greaterEqual(places, from), tf.less(places, to));
  };

/** Halves go away from zero, where `tf.round` takes them to the even. */
const round = (x: tf.Tensor): tf.Tensor => tf.mul(tf.sign(x), tf.floor(tf.add(tf.abs(x), 0.5)));

/** The largest value along an axis among those of the mask; the first of equal ones takes the gradient. */
function largestOf(x: tf.Tensor4D, mask: tf.Tensor4D, axis: 1 | 2): tf.Tensor {
  const last = axis === 1 ? [0, 2, 3, 1] : [0, 1, 3, 2];
  const rows = tf.transpose(tf.where(mask, x, -3.4028234663852886e38), last);
  return differentiable([rows], (rows) => ({
    value: tf.max(rows as tf.Tensor, 3),
    saved: [rows as tf.Tensor],
    gradients: (dy, [rows]) => [tf.mul(tf.oneHot(tf.argMax(rows as tf.Tensor, 3), x.shape[axis]), tf.expandDims(dy, 3))],
  }));
}
