import type { Selu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

const { SELU_SCALE: scale, SELU_SCALEALPHA: factor } = tf.backend_util;

export const selu: Executor<Selu> = pointwise(
  (x) => tf.selu(x),
  (x) => tf.where(tf.greater(x, 0), tf.fill(x.shape, scale), tf.mul(tf.exp(tf.minimum(x, 0)), factor)),
  { gradient: "ScaledEluGrad", from: "x", attrs: () => ({ scale, factor }) },
);
