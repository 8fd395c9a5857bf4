import type { Lstm } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { unroll } from "../recurrent.ts";

/** x `[N, T, c]` · weight_ih_l0 `[c, 4·units]` · weight_hh_l0 `[units, 4·units]`; gates in PyTorch's order: in, forget, cell, out. */
export const lstm: Executor<Lstm> = (layer, inputs, weights) =>
  unroll(layer, inputs, weights, 2, (a, b, [, memory]) => {
    const [i, f, g, o] = tf.split(tf.add(a, b), 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const c = tf.add(tf.mul(tf.sigmoid(f), memory as tf.Tensor), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return [tf.mul(tf.sigmoid(o), tf.tanh(c)), c];
  });
