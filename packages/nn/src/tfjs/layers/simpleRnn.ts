import type { SimpleRnn } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { unroll } from "../recurrent.ts";

/** x `[N, T, c]` · weight_ih_l0 `[c, units]` · weight_hh_l0 `[units, units]`. */
export const simpleRnn: Executor<SimpleRnn> = (layer, inputs, weights) => {
  const activate = { tanh: tf.tanh, relu: tf.relu }[layer.activation];
  return unroll(layer, inputs, weights, 1, (a, b) => [activate(tf.add(a, b))]);
};
