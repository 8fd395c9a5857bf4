import * as tf from "@tensorflow/tfjs-core";
import type { HalfSquaredError } from "../../losses/halfSquaredError.ts";
import type { Huber } from "../../losses/huber.ts";
import type { MeanAbsoluteError } from "../../losses/meanAbsoluteError.ts";
import type { MeanSquaredError } from "../../losses/meanSquaredError.ts";
import { closedForm, reduced, valuesLike, type LossFunction } from "./loss.ts";

export const meanSquaredError: LossFunction<MeanSquaredError> = ({ reduction }, target, output, factors) =>
  closedForm(output, (x) => {
    const d = tf.sub(x, valuesLike(target, x));
    return reduced(reduction, tf.square(d), tf.mul(d, 2), factors);
  });

export const halfSquaredError: LossFunction<HalfSquaredError> = ({ reduction }, target, output, factors) =>
  closedForm(output, (x) => {
    const d = tf.sub(x, valuesLike(target, x));
    if (factors) return reduced(reduction, tf.mul(tf.square(d), 0.5), d, factors);
    const by = reduction === "sum" ? 1 : (x.shape[0] ?? 1);
    return { value: tf.div(tf.sum(tf.square(d)), 2 * by), derivative: tf.div(d, by) };
  });

export const meanAbsoluteError: LossFunction<MeanAbsoluteError> = ({ reduction }, target, output, factors) =>
  closedForm(output, (x) => {
    const d = tf.sub(x, valuesLike(target, x));
    return reduced(reduction, tf.abs(d), tf.sign(d), factors);
  });

/** With c = d held within ±δ, both pieces are c·(d − ½ c), and the derivative is c. */
export const huber: LossFunction<Huber> = ({ delta, reduction }, target, output, factors) =>
  closedForm(output, (x) => {
    const d = tf.sub(x, valuesLike(target, x));
    const c = tf.clipByValue(d, -delta, delta);
    return reduced(reduction, tf.mul(c, tf.sub(d, tf.mul(c, 0.5))), c, factors);
  });
