import { pads, type Conv1d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { convolve } from "../convolution.ts";
import { only, weight, type Executor } from "../executor.ts";

/** x `[N, L, C]` · weight `[k, C / groups, filters]`; run as a picture of one row. */
export const conv1d: Executor<Conv1d> = (layer, inputs, weights) => {
  const x = only<tf.Tensor3D>(inputs);
  const y = convolve(tf.expandDims(x, 1), tf.expandDims(weight<tf.Tensor3D>(weights, "weight"), 0), {
    strides: [1, layer.strides],
    dilationRate: [1, layer.dilationRate],
    edges: [[0, 0], pads(layer, x.shape[1])],
    groups: layer.groups,
  }, { bias: weights["bias"] });
  return tf.squeeze(y, [1]);
};
