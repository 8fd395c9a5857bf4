import type { HardSwish } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { indicator, pointwise } from "../pointwise.ts";

const gate = (x: tf.Tensor): tf.Tensor => tf.div(tf.relu6(tf.add(x, 3)), 6);

export const hardSwish: Executor<HardSwish> = pointwise(
  (x) => tf.mul(x, gate(x)),
  (x) => tf.add(gate(x), tf.mul(tf.div(x, 6), indicator(tf.logicalAnd(tf.greaterEqual(x, -3), tf.less(x, 3))))),
  { value: "HardSwish", gradient: "HardSwishGrad", from: "x" },
);
