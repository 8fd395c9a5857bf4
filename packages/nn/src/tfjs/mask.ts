import * as tf from "@tensorflow/tfjs-core";
import type { Context } from "./executor.ts";

/** x with parts dropped at `rate` and the rest scaled up, one draw for each value of `shape`, which x is broadcast with; x itself unless training. */
export function drop(x: tf.Tensor, rate: number, shape: readonly number[], { training, uniform }: Context): tf.Tensor {
  if (!training || rate === 0) return tf.clone(x);
  const kept = tf.cast(tf.greaterEqual(uniform(shape), rate), "float32");
  // Where everything is dropped nothing is left to scale.
  return tf.mul(x, rate < 1 ? tf.div(kept, 1 - rate) : kept);
}
