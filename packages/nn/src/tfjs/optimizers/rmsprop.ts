import * as tf from "@tensorflow/tfjs-core";
import type { Rmsprop } from "../../optimizers/index.ts";
import { runningMean, slot, withDecay, stepBy, type Update } from "./update.ts";

const composed: Update<Rmsprop> = (optimizer, request) => {
  const { rho, epsilon, momentum, centered, epsilonInsideSqrt } = optimizer;
  const { parameter, state, rate } = request;
  const gradient = withDecay(optimizer, request);
  const square = runningMean(slot(state, "square_avg"), tf.square(gradient), rho);
  const mean = centered ? runningMean(slot(state, "grad_avg"), gradient, rho) : undefined;
  // Rounding can put a variance just below zero.
  const spread = mean ? tf.relu(tf.sub(square, tf.square(mean))) : square;
  const scaled = tf.div(gradient, epsilonInsideSqrt ? tf.sqrt(tf.add(spread, epsilon)) : tf.add(tf.sqrt(spread), epsilon));
  const buffer = momentum > 0 ? tf.add(tf.mul(slot(state, "momentum_buffer"), momentum), scaled) : undefined;
  return {
    parameter: tf.sub(parameter, tf.mul(buffer ?? scaled, rate)),
    state: { square_avg: square, ...(mean && { grad_avg: mean }), ...(buffer && { momentum_buffer: buffer }) },
  };
};

export const rmsprop: Update<Rmsprop> = stepBy("RmspropStep", ({ rho, epsilon, momentum, epsilonInsideSqrt }) => ({ rho, epsilon, momentum, epsilonInsideSqrt }), composed);
