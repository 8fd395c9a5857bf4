import * as tf from "@tensorflow/tfjs-core";
import { radamStep, type Radam } from "../../optimizers/index.ts";
import { runningMean, slot, withDecay, stepBy, type Update } from "./update.ts";

const composed: Update<Radam> = (optimizer, request) => {
  const { parameter, state, rate, step } = request;
  const { size, divides } = radamStep(optimizer, rate, step);
  const gradient = withDecay(optimizer, request);
  const mean = runningMean(slot(state, "exp_avg"), gradient, optimizer.beta1);
  const square = runningMean(slot(state, "exp_avg_sq"), tf.square(gradient), optimizer.beta2);
  const direction = divides ? tf.div(mean, tf.add(tf.sqrt(square), optimizer.epsilon)) : mean;
  return { parameter: tf.sub(parameter, tf.mul(direction, size)), state: { exp_avg: mean, exp_avg_sq: square } };
};

export const radam: Update<Radam> = stepBy(
  "RadamStep",
  (optimizer, { rate, step }) => {
    const { size, divides } = radamStep(optimizer, rate, step);
    return { beta1: optimizer.beta1, beta2: optimizer.beta2, epsilon: optimizer.epsilon, rate: size, divides };
  },
  composed,
);
