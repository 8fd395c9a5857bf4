import type { Subsampling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { convolve } from "../convolution.ts";
import { only, weight, type Executor } from "../executor.ts";
import { asGroups } from "./depthwiseConv2d.ts";

/** x `[N, H, W, C]` · weight `[C]` · bias `[C]`: a depthwise convolution with ones, then a number and a bias per channel. */
export const subsampling2d: Executor<Subsampling2d> = ({ poolSize, strides }, inputs, weights) => {
  const x = only<tf.Tensor4D>(inputs);
  const groups = x.shape[3];
  const ones = asGroups(tf.ones([...poolSize, groups, 1]));
  const sums = convolve(x, ones, { strides, dilationRate: [1, 1], edges: [[0, 0], [0, 0]], groups });
  return tf.add(tf.mul(sums, weight(weights, "weight")), weight(weights, "bias"));
};
