import * as tf from "@tensorflow/tfjs-core";
import type { Sgd } from "../../optimizers/index.ts";
import { slot, withDecay, stepBy, type Update } from "./update.ts";

const composed: Update<Sgd> = (optimizer, request) => {
  const { momentum, dampening, nesterov } = optimizer;
  const { parameter, state, rate, step } = request;
  const gradient = withDecay(optimizer, request);
  if (momentum === 0) return { parameter: tf.sub(parameter, tf.mul(gradient, rate)), state: {} };
  // PyTorch's first buffer is the gradient itself, not dampened.
  const buffer = step === 1 ? tf.clone(gradient) : tf.add(tf.mul(slot(state, "momentum_buffer"), momentum), tf.mul(gradient, 1 - dampening));
  const direction = nesterov ? tf.add(gradient, tf.mul(buffer, momentum)) : buffer;
  return { parameter: tf.sub(parameter, tf.mul(direction, rate)), state: { momentum_buffer: buffer } };
};

export const sgd: Update<Sgd> = stepBy("SgdStep", ({ momentum, dampening, nesterov }, { step }) => ({ momentum, dampening, nesterov, isFirst: step === 1 }), composed);
