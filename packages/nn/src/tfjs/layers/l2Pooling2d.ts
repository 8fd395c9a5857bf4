import { poolAxes2d, type L2Pooling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { mix } from "../axis.ts";
import { only, type Executor } from "../executor.ts";
import { sumRows } from "../pool.ts";
import { safeSqrt } from "../safe.ts";

export const l2Pooling2d: Executor<L2Pooling2d> = (layer, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [h, w] = poolAxes2d(layer, x.shape[1], x.shape[2]);
  return safeSqrt(mix(tf.square(x), [sumRows(h), sumRows(w)]));
};
