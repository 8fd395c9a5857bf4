import type { DepthwiseConv2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { convolve } from "../convolution.ts";
import { only, weight, type Executor } from "../executor.ts";
import { slidingOver } from "./conv2d.ts";

/** x `[N, H, W, C]` · weight `[kh, kw, C, multiplier]`. */
export const depthwiseConv2d: Executor<DepthwiseConv2d> = (layer, inputs, weights, { activation }) => {
  const x = only<tf.Tensor4D>(inputs);
  return convolve(x, asGroups(weight<tf.Tensor4D>(weights, "weight")), slidingOver(layer, x, x.shape[3]), { bias: weights["bias"], activation });
};

/** `[kh, kw, C, multiplier]` as the kernel of a convolution in C groups, `[kh, kw, 1, C·multiplier]`: the same order in memory. */
export const asGroups = (kernel: tf.Tensor4D): tf.Tensor4D => tf.reshape(kernel, [kernel.shape[0], kernel.shape[1], 1, kernel.shape[2] * kernel.shape[3]]);
