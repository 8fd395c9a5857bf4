import type { Gru } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { unroll } from "../recurrent.ts";

/** x `[N, T, c]` · weight_ih_l0 `[c, 3·units]` · weight_hh_l0 `[units, 3·units]`; gates in PyTorch's order: reset, update, new. */
export const gru: Executor<Gru> = (layer, inputs, weights) =>
  unroll(layer, inputs, weights, 1, (a, b, [h]) => {
    const [ar, az, an] = tf.split(a, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [br, bz, bn] = tf.split(b, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const n = tf.tanh(tf.add(an, tf.mul(tf.sigmoid(tf.add(ar, br)), bn)));
    const z = tf.sigmoid(tf.add(az, bz));
    // (1 − z)·n + z·h with one product less.
    return [tf.add(n, tf.mul(z, tf.sub(h as tf.Tensor, n)))];
  });
