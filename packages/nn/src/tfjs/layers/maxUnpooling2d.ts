import { poolAxes2d, type MaxUnpooling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { detached } from "../detached.ts";
import type { Executor } from "../executor.ts";
import type { PoolAxes } from "../pool.ts";
import { taps, untaps } from "../taps.ts";

/** The adjoint of the max pooling of `pooled`: its gradient for the values as upstream. */
export const maxUnpooling2d: Executor<MaxUnpooling2d> = (layer, inputs) => {
  const [values, pooled] = inputs as readonly [tf.Tensor4D, tf.Tensor4D];
  const axes = poolAxes2d(layer, pooled.shape[1], pooled.shape[2]);
  const switches = tf.unstack(detached((x) => firsts(x as tf.Tensor4D, axes), pooled));
  return untaps(switches.map((at) => tf.mul(at, values)), axes);
};

/** For each cell of a window 1 where it is the first maximum, else 0: `[kh·kw, N, H', W', C]`. */
function firsts(x: tf.Tensor4D, axes: PoolAxes): tf.Tensor {
  const cells = taps(x, axes, -Infinity);
  const max = cells.reduce((a, b) => tf.maximum(a, b));
  let found: tf.Tensor = tf.zerosLike(max);
  return tf.stack(
    cells.map((cell) => {
      const first = tf.mul(tf.cast(tf.equal(cell, max), "float32"), tf.sub(1, found));
      found = tf.add(found, first);
      return first;
    }),
  );
}
