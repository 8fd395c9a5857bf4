import type { Mish } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

/** tanh(ln(1 + e^x)) without logarithm: n / (n + 2) with n = e^x·(e^x + 2), which is 1 from 20 on. */
const gate = (x: tf.Tensor): tf.Tensor => {
  const e = tf.exp(tf.minimum(x, 20));
  const n = tf.mul(e, tf.add(e, 2));
  return tf.div(n, tf.add(n, 2));
};

export const mish: Executor<Mish> = pointwise(
  (x) => tf.mul(x, gate(x)),
  (x) => {
    const t = gate(x);
    return tf.add(t, tf.mul(tf.mul(x, tf.sub(1, tf.square(t))), tf.sigmoid(x)));
  },
  { value: "Mish", gradient: "MishGrad", from: "x" },
);
