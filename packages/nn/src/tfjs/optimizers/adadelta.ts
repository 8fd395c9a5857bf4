import * as tf from "@tensorflow/tfjs-core";
import type { Adadelta } from "../../optimizers/index.ts";
import { runningMean, slot, withDecay, stepBy, type Update } from "./update.ts";

const composed: Update<Adadelta> = (optimizer, request) => {
  const { rho, epsilon } = optimizer;
  const { parameter, state, rate } = request;
  const gradient = withDecay(optimizer, request);
  const square = runningMean(slot(state, "square_avg"), tf.square(gradient), rho);
  const steps = slot(state, "acc_delta");
  const delta = tf.mul(tf.div(tf.sqrt(tf.add(steps, epsilon)), tf.sqrt(tf.add(square, epsilon))), gradient);
  return { parameter: tf.sub(parameter, tf.mul(delta, rate)), state: { square_avg: square, acc_delta: runningMean(steps, tf.square(delta), rho) } };
};

export const adadelta: Update<Adadelta> = stepBy("AdadeltaStep", ({ rho, epsilon }) => ({ rho, epsilon }), composed);
