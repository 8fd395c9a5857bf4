import { poolAxes2d, type L2Pooling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { sumPool } from "../pool.ts";
import { safeSqrt } from "../safe.ts";

export const l2Pooling2d: Executor<L2Pooling2d> = (layer, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  return safeSqrt(sumPool(tf.square(x), poolAxes2d(layer, x.shape[1], x.shape[2])));
};
