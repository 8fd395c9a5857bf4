import type { SeparableConv2d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { convolve } from "../convolution.ts";
import { only, weight, type Executor } from "../executor.ts";
import { slidingOver } from "./conv2d.ts";
import { asGroups } from "./depthwiseConv2d.ts";

const still = { strides: [1, 1], dilationRate: [1, 1], edges: [[0, 0], [0, 0]], groups: 1 } as const;

/** x `[N, H, W, C]` · depthwise.weight `[kh, kw, C, multiplier]` · pointwise.weight `[1, 1, C·multiplier, filters]`. */
export const separableConv2d: Executor<SeparableConv2d> = (layer, inputs, weights) => {
  const x = only<tf.Tensor4D>(inputs);
  const filtered = convolve(x, asGroups(weight<tf.Tensor4D>(weights, "depthwise.weight")), slidingOver(layer, x, x.shape[3]), { bias: weights["depthwise.bias"] });
  return convolve(filtered, weight<tf.Tensor4D>(weights, "pointwise.weight"), still, { bias: weights["pointwise.bias"] });
};
