import type { GlobalMaxPooling1d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { maxPool, onSequence } from "../pool.ts";
import { even, upright } from "../poolAxes.ts";

export const globalMaxPooling1d: Executor<GlobalMaxPooling1d> = (_, inputs) => {
  const x = only<tf.Tensor3D>(inputs);
  const [n, length, c] = x.shape;
  return tf.reshape(onSequence(x, (maps) => maxPool(maps, upright(even(length, 1)))), [n, c]);
};
