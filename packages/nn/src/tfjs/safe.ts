import * as tf from "@tensorflow/tfjs-core";
import { detached } from "./detached.ts";

/** √x, whose gradient at 0 is 0 instead of infinite. */
export function safeSqrt(x: tf.Tensor): tf.Tensor {
  const zero = detached((x) => tf.lessEqual(x, 0), x);
  return tf.where(zero, tf.zerosLike(x), tf.sqrt(tf.where(zero, tf.onesLike(x), x)));
}
