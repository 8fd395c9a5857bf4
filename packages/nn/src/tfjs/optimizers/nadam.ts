import * as tf from "@tensorflow/tfjs-core";
import { nadamStep, type Nadam } from "../../optimizers/index.ts";
import { runningMean, slot, withDecay, stepBy, type Update } from "./update.ts";

const composed: Update<Nadam> = (optimizer, request) => {
  const { parameter, state, rate, step, scalars } = request;
  const { ofGradient, ofMean, scale } = nadamStep(optimizer, rate, step, scalars);
  const gradient = withDecay(optimizer, request);
  const mean = runningMean(slot(state, "exp_avg"), gradient, optimizer.beta1);
  const square = runningMean(slot(state, "exp_avg_sq"), tf.square(gradient), optimizer.beta2);
  const ahead = tf.add(tf.mul(gradient, ofGradient), tf.mul(mean, ofMean));
  return { parameter: tf.sub(parameter, tf.div(ahead, tf.add(tf.mul(tf.sqrt(square), scale), optimizer.epsilon))), state: { exp_avg: mean, exp_avg_sq: square } };
};

export const nadam: Update<Nadam> = stepBy("NadamStep", (optimizer, { rate, step, scalars }) => ({ beta1: optimizer.beta1, beta2: optimizer.beta2, epsilon: optimizer.epsilon, ...nadamStep(optimizer, rate, step, scalars) }), composed);
