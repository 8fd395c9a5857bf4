import type { Rbf } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type Executor } from "../executor.ts";

/** x `[N, n]` · weight `[n, units]`: differences, squared, summed. Expanding the square would lose digits near a code. */
export const rbf: Executor<Rbf> = (_, inputs, weights) => {
  const differences = tf.sub(tf.expandDims(only(inputs), 2), tf.expandDims(weight(weights, "weight"), 0));
  return tf.sum(tf.square(differences), 1);
};
