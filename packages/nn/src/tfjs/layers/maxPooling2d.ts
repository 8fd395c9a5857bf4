import { poolAxes2d, type MaxPooling2d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { maxPool } from "../pool.ts";

export const maxPooling2d: Executor<MaxPooling2d> = (layer, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  return maxPool(x, poolAxes2d(layer, x.shape[1], x.shape[2]));
};
