import { poolAxes2d, type SumPooling2d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { sumPool } from "../pool.ts";

export const sumPooling2d: Executor<SumPooling2d> = (layer, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  return sumPool(x, poolAxes2d(layer, x.shape[1], x.shape[2]));
};
