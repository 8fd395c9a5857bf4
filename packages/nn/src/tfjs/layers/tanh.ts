import type { Tanh } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

export const tanh: Executor<Tanh> = pointwise(
  (x) => tf.tanh(x),
  (_, y) => tf.sub(1, tf.square(y)),
  { gradient: "TanhGrad", from: "y" },
);
