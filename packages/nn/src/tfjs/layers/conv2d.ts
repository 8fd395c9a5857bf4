import { along, pads, type Conv2d, type Sliding2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { convolve, type Sliding } from "../convolution.ts";
import { only, weight, type Executor } from "../executor.ts";

/** x `[N, H, W, C]` · weight `[kh, kw, C / groups, filters]`. */
export const conv2d: Executor<Conv2d> = (layer, inputs, weights, { activation }) => {
  const x = only<tf.Tensor4D>(inputs);
  return convolve(x, weight<tf.Tensor4D>(weights, "weight"), slidingOver(layer, x, layer.groups), { bias: weights["bias"], activation });
};

/** How a layer slides over x, with `"same"` resolved for its size. */
export const slidingOver = (layer: Sliding2d, x: tf.Tensor4D, groups: number): Sliding => ({
  strides: layer.strides,
  dilationRate: layer.dilationRate,
  edges: [pads(along(layer, 0), x.shape[1]), pads(along(layer, 1), x.shape[2])],
  groups,
});

export const biased = (y: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor => (bias ? tf.add(y, bias) : y);
