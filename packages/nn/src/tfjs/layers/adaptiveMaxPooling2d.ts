import { adaptiveBins, type AdaptiveMaxPooling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { maxPool } from "../pool.ts";
import { even } from "../poolAxes.ts";

/** Columns first, then rows: the first row among equals and in it the first column is the first in memory order. */
export const adaptiveMaxPooling2d: Executor<AdaptiveMaxPooling2d> = ({ outputSize: [oh, ow] }, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [, h, w] = x.shape;
  return h % oh === 0 && w % ow === 0 ? maxPool(x, [even(h, oh), even(w, ow)]) : maxBins(maxBins(x, 2, ow), 1, oh);
};

function maxBins(x: tf.Tensor4D, axis: 1 | 2, count: number): tf.Tensor4D {
  const bins = adaptiveBins(x.shape[axis], count).map(([from, to]) => {
    const begin = [0, axis === 1 ? from : 0, axis === 2 ? from : 0, 0] as const;
    const [n, h, w, c] = x.shape;
    const part = tf.slice(x, [...begin], axis === 1 ? [n, to - from, w, c] : [n, h, to - from, c]);
    return maxPool(part, axis === 1 ? [even(to - from, 1), even(w, w)] : [even(h, h), even(to - from, 1)]);
  });
  return tf.concat(bins, axis);
}
