import type { Softplus } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

export const softplus: Executor<Softplus> = pointwise(
  (x) => tf.softplus(x),
  (x) => tf.sigmoid(x),
  { gradient: "SoftplusGrad", from: "x" },
);
