import * as tf from "@tensorflow/tfjs-core";
import type { Adamax } from "../../optimizers/index.ts";
import { runningMean, slot, withDecay, stepBy, type Update } from "./update.ts";

const composed: Update<Adamax> = (optimizer, request) => {
  const { beta1, beta2, epsilon } = optimizer;
  const { parameter, state, rate, step } = request;
  const gradient = withDecay(optimizer, request);
  const mean = runningMean(slot(state, "exp_avg"), gradient, beta1);
  const greatest = tf.maximum(tf.mul(slot(state, "exp_inf"), beta2), tf.add(tf.abs(gradient), epsilon));
  return { parameter: tf.sub(parameter, tf.mul(tf.div(mean, greatest), rate / (1 - beta1 ** step))), state: { exp_avg: mean, exp_inf: greatest } };
};

export const adamax: Update<Adamax> = stepBy("AdamaxStep", ({ beta1, beta2, epsilon }, { rate, step }) => ({ beta1, beta2, epsilon, rate: rate / (1 - beta1 ** step) }), composed);
