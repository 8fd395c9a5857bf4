import type { RandomizedLeakyRelu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

/** A slope for every value in training, their mean at inference. */
export const randomizedLeakyRelu: Executor<RandomizedLeakyRelu> = ({ lower, upper }, inputs, _, { training, uniform }) => {
  const x = only(inputs);
  if (!training) return tf.leakyRelu(x, (lower + upper) / 2);
  const slopes = tf.add(tf.mul(uniform(x.shape), upper - lower), lower);
  return tf.where(tf.greater(x, 0), x, tf.mul(x, slopes));
};
