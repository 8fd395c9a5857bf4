import type { GlobalMaxPooling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { maxPool } from "../pool.ts";
import { even } from "../poolAxes.ts";

export const globalMaxPooling2d: Executor<GlobalMaxPooling2d> = (_, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [n, h, w, c] = x.shape;
  // tf.max would share the gradient among equal values.
  return tf.reshape(maxPool(x, [even(h, 1), even(w, 1)]), [n, c]);
};
