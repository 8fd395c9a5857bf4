import type { LeakyRelu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

/** Its gradient is the true one under every rule: guided backpropagation and deconvnet are defined for rectifiers that close. */
export const leakyRelu: Executor<LeakyRelu> = pointwise(
  (x, { negativeSlope }) => tf.leakyRelu(x, negativeSlope),
  (x, _, { negativeSlope }) => tf.where(tf.greater(x, 0), tf.onesLike(x), tf.fill(x.shape, negativeSlope)),
  { gradient: "LeakyReluGrad", from: "x", attrs: ({ negativeSlope }) => ({ alpha: negativeSlope }) },
);
