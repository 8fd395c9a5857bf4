import * as tf from "@tensorflow/tfjs-core";
import type { BinaryCrossentropy } from "../../losses/binaryCrossentropy.ts";
import { boundedLog, boundedReciprocal, closedForm, reduced, softplus, valuesLike, type LossFunction } from "./loss.ts";

/** With logits, −log p is softplus(−x) and −log(1 − p) is softplus(x): neither overflows nor loses small numbers. */
export const binaryCrossentropy: LossFunction<BinaryCrossentropy> = ({ from, posWeight, labelSmoothing, reduction }, target, output, factors) =>
  closedForm(output, (x) => {
    const y = tf.add(tf.mul(valuesLike(target, output), 1 - labelSmoothing), labelSmoothing / 2);
    const [positive, negative] = [tf.mul(y, posWeight), tf.sub(1, y)];
    const both = (ofPositive: tf.Tensor, ofNegative: tf.Tensor): tf.Tensor => tf.add(tf.mul(positive, ofPositive), tf.mul(negative, ofNegative));
    if (from === "logits") return reduced(reduction, both(softplus(tf.neg(x)), softplus(x)), both(tf.neg(tf.sigmoid(tf.neg(x))), tf.sigmoid(x)), factors);
    const q = tf.sub(1, x);
    return reduced(reduction, tf.neg(both(boundedLog(x), boundedLog(q))), both(tf.neg(boundedReciprocal(x)), boundedReciprocal(q)), factors);
  });
