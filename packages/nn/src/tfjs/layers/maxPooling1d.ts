import { poolAxis1d, type MaxPooling1d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { maxPool, onSequence } from "../pool.ts";
import { upright } from "../poolAxes.ts";

export const maxPooling1d: Executor<MaxPooling1d> = (layer, inputs) => {
  const x = only<tf.Tensor3D>(inputs);
  return onSequence(x, (maps) => maxPool(maps, upright(poolAxis1d(layer, x.shape[1]))));
};
