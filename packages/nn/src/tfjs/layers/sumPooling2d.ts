import { poolAxes2d, type SumPooling2d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { mix } from "../axis.ts";
import { only, type Executor } from "../executor.ts";
import { sumRows } from "../pool.ts";

export const sumPooling2d: Executor<SumPooling2d> = (layer, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [h, w] = poolAxes2d(layer, x.shape[1], x.shape[2]);
  return mix(x, [sumRows(h), sumRows(w)]);
};
