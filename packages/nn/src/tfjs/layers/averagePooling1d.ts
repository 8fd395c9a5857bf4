import { poolAxis1d, type AveragePooling1d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { averagePool, onSequence } from "../pool.ts";
import { upright } from "../poolAxes.ts";

export const averagePooling1d: Executor<AveragePooling1d> = (layer, inputs) => {
  const x = only<tf.Tensor3D>(inputs);
  return onSequence(x, (maps) => averagePool(maps, upright(poolAxis1d(layer, x.shape[1])), layer.countIncludePad && layer.padding !== "same"));
};
