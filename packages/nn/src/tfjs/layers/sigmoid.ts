import type { Sigmoid } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

export const sigmoid: Executor<Sigmoid> = pointwise(
  (x) => tf.sigmoid(x),
  (_, y) => tf.mul(y, tf.sub(1, y)),
  { gradient: "SigmoidGrad", from: "y" },
);
