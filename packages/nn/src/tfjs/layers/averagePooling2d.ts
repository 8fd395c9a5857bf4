import { poolAxes2d, type AveragePooling2d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { averagePool } from "../pool.ts";

export const averagePooling2d: Executor<AveragePooling2d> = (layer, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  return averagePool(x, poolAxes2d(layer, x.shape[1], x.shape[2]), layer.countIncludePad && layer.padding !== "same");
};
