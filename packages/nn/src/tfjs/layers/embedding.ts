import type { Embedding } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type Executor } from "../executor.ts";

/** tokens `[N, T]` · weight `[vocabulary, units]`. The gradient adds up, for each word, those of its places. */
export const embedding: Executor<Embedding> = ({ vocabulary, units, paddingIndex }, inputs, weights) => {
  const [batch = 0, length = 0] = only(inputs).shape;
  const lookUp = tf.customGrad((table, save) => {
    const tokens = tf.cast(tf.reshape(only(inputs), [-1]), "int32") as tf.Tensor1D;
    (save as tf.GradSaveFunc)([tokens]);
    return {
      value: tf.reshape(tf.gather(table as tf.Tensor, tokens), [batch, length, units]),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => {
        const tokens = saved as tf.Tensor1D;
        const rows = tf.reshape(dy, [-1, units]);
        const learned = paddingIndex === "none" ? rows : tf.mul(rows, tf.cast(tf.notEqual(tf.expandDims(tokens, 1), tf.scalar(paddingIndex, "int32")), "float32"));
        return tf.unsortedSegmentSum(learned, tokens, vocabulary);
      },
    };
  });
  return lookUp(weight(weights, "weight"));
};
