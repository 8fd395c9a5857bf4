import { crops, outputShape, type Conv1dTranspose } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { convolveTransposed } from "../convolution.ts";
import { only, weight, type Executor } from "../executor.ts";
import { biased } from "./conv2d.ts";

/** x `[N, L, C]` · weight `[k, filters / groups, C]`; run as a picture of one row. */
export const conv1dTranspose: Executor<Conv1dTranspose> = (layer, inputs, weights) => {
  const x = only<tf.Tensor3D>(inputs);
  const [length = 0] = outputShape(layer, [x.shape.slice(1)]);
  const sliding = { strides: [1, layer.strides], dilationRate: [1, layer.dilationRate], edges: [[0, 0], crops(layer)], groups: layer.groups } as const;
  const y = convolveTransposed(tf.expandDims(x, 1), tf.expandDims(weight<tf.Tensor3D>(weights, "weight"), 0), sliding, [1, length]);
  return biased(tf.squeeze(y, [1]), weights["bias"]);
};
