import type { Elu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

/** TensorFlow.js has no alpha. */
export const elu: Executor<Elu> = pointwise(
  (x, { alpha }) => (alpha === 1 ? tf.elu(x) : tf.where(tf.greater(x, 0), x, tf.mul(tf.elu(x), alpha))),
  (x, _, { alpha }) => tf.where(tf.greater(x, 0), tf.onesLike(x), tf.mul(tf.exp(tf.minimum(x, 0)), alpha)),
  { value: "ScaledElu", gradient: "ScaledEluGrad", from: "x", attrs: ({ alpha }) => ({ scale: 1, factor: alpha }) },
);
