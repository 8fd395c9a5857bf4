import type { Scale } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";

export const scale: Executor<Scale> = (_, inputs) => {
  const [x, vector] = inputs as readonly [tf.Tensor, tf.Tensor];
  const [n = 0, ...shape] = x.shape;
  return tf.mul(x, tf.reshape(vector, [n, ...shape.slice(1).map(() => 1), shape.at(-1) ?? 1]));
};
