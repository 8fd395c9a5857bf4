import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";

/** Every row of `[n, m]` with mean 0 and variance 1: (x − mean) / √(variance + ε). */
export const standardizeRows = (rows: tf.Tensor2D, epsilon: number): tf.Tensor =>
  differentiable([rows], (x) => {
    const centred = tf.sub(x as tf.Tensor, meanOf(x as tf.Tensor));
    const rate = tf.rsqrt(tf.add(meanOf(tf.square(centred)), epsilon));
    const y = tf.mul(centred, rate);
    return {
      value: y,
      saved: [y, rate],
      gradients(dy, saved) {
        const [y, rate] = saved as [tf.Tensor, tf.Tensor];
        const along = tf.mul(y, meanOf(tf.mul(dy, y)));
        return [tf.mul(rate, tf.sub(tf.sub(dy, meanOf(dy)), along))];
      },
    };
  });

const meanOf = (rows: tf.Tensor): tf.Tensor => tf.mean(rows, -1, true);
