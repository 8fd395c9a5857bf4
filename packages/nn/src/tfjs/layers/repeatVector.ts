import type { RepeatVector } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const repeatVector: Executor<RepeatVector> = ({ n }, inputs) => {
  const x = only<tf.Tensor2D>(inputs);
  const [batch, units] = x.shape;
  return tf.add(tf.reshape(x, [batch, 1, units]), tf.zeros([1, n, 1]));
};
