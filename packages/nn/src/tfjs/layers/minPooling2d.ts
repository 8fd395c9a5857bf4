import { poolAxes2d, type MinPooling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { maxPool } from "../pool.ts";

export const minPooling2d: Executor<MinPooling2d> = (layer, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  return tf.neg(maxPool(tf.neg(x), poolAxes2d(layer, x.shape[1], x.shape[2])));
};
