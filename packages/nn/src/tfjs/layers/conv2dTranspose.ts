import { crops, outputShape, unslideAlong, type Conv2dTranspose } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { convolveTransposed } from "../convolution.ts";
import { only, weight, type Executor } from "../executor.ts";
import { biased } from "./conv2d.ts";

/** x `[N, H, W, C]` · weight `[kh, kw, filters / groups, C]`. */
export const conv2dTranspose: Executor<Conv2dTranspose> = (layer, inputs, weights) => {
  const x = only<tf.Tensor4D>(inputs);
  const [height = 0, width = 0] = outputShape(layer, [x.shape.slice(1)]);
  const { strides, dilationRate, groups } = layer;
  const edges = [crops(unslideAlong(layer, 0)), crops(unslideAlong(layer, 1))] as const;
  return biased(convolveTransposed(x, weight<tf.Tensor4D>(weights, "weight"), { strides, dilationRate, edges, groups }, [height, width]), weights["bias"]);
};
