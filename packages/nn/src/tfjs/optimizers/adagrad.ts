import * as tf from "@tensorflow/tfjs-core";
import type { Adagrad } from "../../optimizers/index.ts";
import { slot, withDecay, stepBy, type Update } from "./update.ts";

/** The learning rate of a step, counted from 1. */
const decayedRate = (rate: number, step: number, decay: number): number => rate / (1 + (step - 1) * decay);

const composed: Update<Adagrad> = (optimizer, request) => {
  const { epsilon, epsilonInsideSqrt, learningRateDecay } = optimizer;
  const { parameter, state, rate, step } = request;
  const gradient = withDecay(optimizer, request);
  const sum = tf.add(slot(state, "sum"), tf.square(gradient));
  const root = epsilonInsideSqrt ? tf.sqrt(tf.add(sum, epsilon)) : tf.add(tf.sqrt(sum), epsilon);
  const size = decayedRate(rate, step, learningRateDecay);
  return { parameter: tf.sub(parameter, tf.mul(tf.div(gradient, root), size)), state: { sum } };
};

export const adagrad: Update<Adagrad> = stepBy("AdagradStep", ({ epsilon, epsilonInsideSqrt, learningRateDecay }, { rate, step }) => ({ epsilon, epsilonInsideSqrt, rate: decayedRate(rate, step, learningRateDecay) }), composed);
