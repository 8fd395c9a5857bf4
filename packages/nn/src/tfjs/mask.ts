import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";
import type { Context } from "./executor.ts";
import { ownKernel, runOwn } from "./ownKernel.ts";

/** x with parts dropped at `rate` and the rest scaled up, one draw for each value of `shape`, which x is broadcast with; x itself unless training. */
export function drop(x: tf.Tensor, rate: number, shape: readonly number[], { training, uniform }: Context): tf.Tensor {
  if (!training || rate === 0) return tf.clone(x);
  if (ownKernel("Dropout")) return dropInOnePass(x, rate, uniform(shape));
  const kept = tf.cast(tf.greaterEqual(uniform(shape), rate), "float32");
  // Where everything is dropped nothing is left to scale.
  return tf.mul(x, rate < 1 ? tf.div(kept, 1 - rate) : kept);
}

/** The gradient is dropped and scaled as the values were. */
const dropInOnePass = (x: tf.Tensor, rate: number, drawn: tf.Tensor): tf.Tensor =>
  differentiable([x], (x) => ({
    value: runOwn("Dropout", { x: x as tf.Tensor, uniform: drawn }, { rate }),
    saved: [drawn],
    gradients: (dy, [uniform]) => [runOwn("Dropout", { x: dy, uniform: uniform as tf.Tensor }, { rate })],
  }));
