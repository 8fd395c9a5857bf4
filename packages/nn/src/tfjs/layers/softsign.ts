import type { Softsign } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

const below = (x: tf.Tensor): tf.Tensor => tf.add(tf.abs(x), 1);

export const softsign: Executor<Softsign> = pointwise(
  (x) => tf.div(x, below(x)),
  (x) => tf.reciprocal(tf.square(below(x))),
  { value: "Softsign", gradient: "SoftsignGrad", from: "x" },
);
