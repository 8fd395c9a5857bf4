import type { MultiHeadAttention } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type Executor } from "../executor.ts";

/** query `[N, L, d]`, key `[N, S, c]`, value `[N, S, c']`; what is left out is the one before it. */
export const multiHeadAttention: Executor<MultiHeadAttention> = ({ heads, causal }, inputs, weights) => {
  const query = only(inputs);
  const key = inputs[1] ?? query;
  const value = inputs[2] ?? key;
  const [batch = 0, length = 0, d = 0] = query.shape;
  const size = d / heads;
  const kernels = weights["in_proj_weight"] ? tf.split(weights["in_proj_weight"], 3, 1) : ["q", "k", "v"].map((of) => weight(weights, `${of}_proj_weight`));
  const biases = weights["in_proj_bias"] ? tf.split(weights["in_proj_bias"], 3) : [];
  /** `[N, T, c]` to `[N, heads, T, d / heads]`. */
  const project = (x: tf.Tensor, i: number): tf.Tensor => {
    const [, steps = 0] = x.shape;
    return tf.transpose(tf.reshape(linear(x, kernels[i] as tf.Tensor, biases[i]), [batch, steps, heads, size]), [0, 2, 1, 3]);
  };
  const scores = tf.mul(tf.matMul(project(query, 0), project(key, 1), false, true), 1 / Math.sqrt(size));
  const shares = tf.softmax(causal ? tf.add(scores, later(length, key.shape[1] ?? 0)) : scores);
  const mixed = tf.reshape(tf.transpose(tf.matMul(shares, project(value, 2)), [0, 2, 1, 3]), [batch, length, d]);
  return linear(mixed, weight(weights, "out_proj.weight"), weights["out_proj.bias"]);
};

function linear(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  const [batch = 0, length = 0, channels = 0] = x.shape;
  const rows = tf.matMul(tf.reshape(x, [-1, channels]) as tf.Tensor2D, kernel as tf.Tensor2D);
  return tf.reshape(bias ? tf.add(rows, bias) : rows, [batch, length, -1]);
}

/** `[L, S]`: 0 where position i may look, so far below every score that nothing is left of it where j comes after i. */
const later = (length: number, other: number): tf.Tensor =>
  tf.tensor(Float32Array.from({ length: length * other }, (_, at) => (at % other > Math.floor(at / other) ? -1e30 : 0)), [length, other]);
