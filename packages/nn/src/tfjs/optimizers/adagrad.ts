import * as tf from "@tensorflow/tfjs-core";
import type { Adagrad } from "../../optimizers/index.ts";
import { slot, withDecay, type Update } from "./update.ts";

export const adagrad: Update<Adagrad> = (optimizer, request) => {
  const { epsilon, epsilonInsideSqrt, learningRateDecay } = optimizer;
  const { parameter, state, rate, step } = request;
  const gradient = withDecay(optimizer, request);
  const sum = tf.add(slot(state, "sum"), tf.square(gradient));
  const root = epsilonInsideSqrt ? tf.sqrt(tf.add(sum, epsilon)) : tf.add(tf.sqrt(sum), epsilon);
  const size = rate / (1 + (step - 1) * learningRateDecay);
  return { parameter: tf.sub(parameter, tf.mul(tf.div(gradient, root), size)), state: { sum } };
};
