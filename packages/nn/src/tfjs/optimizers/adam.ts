import * as tf from "@tensorflow/tfjs-core";
import { adamStep, type Adam, type Adamw } from "../../optimizers/index.ts";
import { runningMean, slot, withDecay, type StateTensors, stepBy, type Update, type Updated, type UpdateRequest } from "./update.ts";

type Moments = Pick<Adam, "beta1" | "beta2" | "epsilon" | "amsgrad">;

/** Adam's step from `from`, the parameter as it is or already decayed. */
function take(optimizer: Moments, from: tf.Tensor, gradient: tf.Tensor, { state, rate, step }: UpdateRequest, epsilonHat: boolean): Updated {
  const { size, scale, epsilon } = adamStep(optimizer, rate, step, epsilonHat);
  const mean = runningMean(slot(state, "exp_avg"), gradient, optimizer.beta1);
  const square = runningMean(slot(state, "exp_avg_sq"), tf.square(gradient), optimizer.beta2);
  const greatest = optimizer.amsgrad ? tf.maximum(slot(state, "max_exp_avg_sq"), square) : undefined;
  const root = tf.add(tf.mul(tf.sqrt(greatest ?? square), scale), epsilon);
  const kept: StateTensors = { exp_avg: mean, exp_avg_sq: square, ...(greatest && { max_exp_avg_sq: greatest }) };
  return { parameter: tf.sub(from, tf.mul(tf.div(mean, root), size)), state: kept };
}

/** What the kernel of both takes; `shrink` multiplies the parameter beforehand. */
function numbers(optimizer: Moments, { rate, step }: UpdateRequest, epsilonHat: boolean, shrink: number): { readonly [name: string]: number } {
  const { size, scale, epsilon } = adamStep(optimizer, rate, step, epsilonHat);
  return { beta1: optimizer.beta1, beta2: optimizer.beta2, epsilon, scale, rate: size, shrink };
}

const composed: Update<Adam> = (optimizer, request) => take(optimizer, request.parameter, withDecay(optimizer, request), request, optimizer.epsilonHat);

export const adam: Update<Adam> = stepBy("AdamStep", (optimizer, request) => numbers(optimizer, request, optimizer.epsilonHat, 1), composed);

const composedDecoupled: Update<Adamw> = (optimizer, request) => {
  const { parameter, gradient, rate } = request;
  const decayed = optimizer.weightDecay === 0 ? parameter : tf.mul(parameter, 1 - rate * optimizer.weightDecay);
  return take(optimizer, decayed, gradient, request, false);
};

export const adamw: Update<Adamw> = stepBy("AdamStep", (optimizer, request) => ({ ...numbers(optimizer, request, false, 1 - request.rate * optimizer.weightDecay), weightDecay: 0 }), composedDecoupled);
