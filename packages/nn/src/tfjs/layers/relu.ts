import type { Relu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

/** The one layer whose gradient the guided and deconvnet rules change. */
export const relu: Executor<Relu> = (_, inputs, __, { rule }) => {
  const x = only(inputs);
  if (rule === "true") return tf.relu(x);
  const rectified = tf.customGrad((input, save) => {
    const x = input as tf.Tensor;
    (save as tf.GradSaveFunc)([x]);
    return {
      value: tf.relu(x),
      // Deconvnet rectifies the gradient alone; guided backpropagation also keeps the forward mask.
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => (rule === "guided" && saved ? tf.mul(tf.relu(dy), tf.step(saved)) : tf.relu(dy)),
    };
  });
  return rectified(x);
};
