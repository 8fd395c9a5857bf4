import type { Silu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

/** The derivative σ·(1 + x·(1 − σ)) is σ·(1 + x − y). */
export const silu: Executor<Silu> = pointwise(
  (x) => tf.mul(x, tf.sigmoid(x)),
  (x, y) => tf.mul(tf.sigmoid(x), tf.add(tf.sub(x, y), 1)),
  { value: "Silu", gradient: "SiluGrad", from: "x" },
);
