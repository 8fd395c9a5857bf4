import { gaussianRows, poolAxes2d, type GaussianPooling2d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { mix } from "../axis.ts";
import { only, type Executor } from "../executor.ts";

export const gaussianPooling2d: Executor<GaussianPooling2d> = (layer, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [h, w] = poolAxes2d(layer, x.shape[1], x.shape[2]);
  return mix(x, [gaussianRows(h, layer.sigma), gaussianRows(w, layer.sigma)]);
};
