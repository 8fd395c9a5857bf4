import type { Dense } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type Executor } from "../executor.ts";

/** x `[N, …, n]` · weight `[n, units]`. */
export const dense: Executor<Dense> = ({ units }, inputs, weights) => {
  const x = only(inputs);
  const kernel = weight<tf.Tensor2D>(weights, "weight");
  const rows = tf.matMul(tf.reshape(x, [-1, kernel.shape[0]]) as tf.Tensor2D, kernel);
  const y = weights["bias"] ? tf.add(rows, weights["bias"]) : rows;
  return tf.reshape(y, [...x.shape.slice(0, -1), units]);
};
