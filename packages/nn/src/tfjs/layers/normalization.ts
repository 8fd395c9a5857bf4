import type { Normalization } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type Executor } from "../executor.ts";

/** x `[N, …, C]` · mean and variance `[C]`. */
export const normalization: Executor<Normalization> = (_, inputs, weights) =>
  tf.mul(tf.sub(only(inputs), weight(weights, "mean")), tf.rsqrt(weight(weights, "variance")));
