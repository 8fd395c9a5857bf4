import type { Gelu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { pointwise } from "../pointwise.ts";

const a = Math.sqrt(2 / Math.PI);

/** The normal distribution function. */
const normal = (x: tf.Tensor): tf.Tensor => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
const density = (x: tf.Tensor): tf.Tensor => tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), a / 2);

/** The tanh in place of the error function; beyond ±10 it is ±1, and the cube of a large number must not overflow. */
const inner = (x: tf.Tensor): tf.Tensor => {
  const near = tf.clipByValue(x, -10, 10);
  return tf.tanh(tf.mul(near, tf.add(tf.mul(tf.square(near), a * 0.044715), a)));
};

export const gelu: Executor<Gelu> = pointwise(
  (x, { approximate }) => (approximate === "none" ? tf.mul(x, normal(x)) : tf.mul(x, tf.mul(tf.add(inner(x), 1), 0.5))),
  (x, _, { approximate }) => {
    if (approximate === "none") return tf.add(normal(x), tf.mul(x, density(x)));
    const t = inner(x);
    const near = tf.clipByValue(x, -10, 10);
    const steep = tf.mul(near, tf.add(tf.mul(tf.square(near), a * 0.134145), a));
    return tf.mul(tf.add(tf.add(t, 1), tf.mul(tf.sub(1, tf.square(t)), steep)), 0.5);
  },
  { value: "Gelu", gradient: "GeluGrad", from: "x", attrs: ({ approximate }) => ({ approximate }) },
);
