import type { HardSigmoid } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { indicator, pointwise } from "../pointwise.ts";

export const hardSigmoid: Executor<HardSigmoid> = pointwise(
  (x) => tf.div(tf.relu6(tf.add(x, 3)), 6),
  (x) => tf.div(indicator(tf.less(tf.abs(x), 3)), 6),
  { value: "HardSigmoid", gradient: "HardSigmoidGrad", from: "x" },
);
