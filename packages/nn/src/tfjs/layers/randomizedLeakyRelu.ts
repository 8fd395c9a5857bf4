import type { RandomizedLeakyRelu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "../differentiable.ts";
import { only, type Executor } from "../executor.ts";

/** A slope for every value in training, their mean at inference. */
export const randomizedLeakyRelu: Executor<RandomizedLeakyRelu> = ({ lower, upper }, inputs, _, { training, uniform }) => {
  if (!training) return tf.leakyRelu(only(inputs), (lower + upper) / 2);
  return differentiable([only(inputs)], (given) => {
    const x = given as tf.Tensor;
    const slopes = tf.where(tf.greater(x, 0), tf.onesLike(x), tf.add(tf.mul(uniform(x.shape), upper - lower), lower));
    return { value: tf.mul(x, slopes), saved: [slopes], gradients: (dy, [slopes]) => [tf.mul(dy, slopes as tf.Tensor)] };
  });
};
