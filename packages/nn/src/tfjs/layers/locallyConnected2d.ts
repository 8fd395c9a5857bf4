import type { LocallyConnected2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type Executor } from "../executor.ts";
import { patchesOf } from "../patches.ts";
import { biased, slidingOver } from "./conv2d.ts";

/** x `[N, H, W, C]` · weight `[H', W', kh·kw·C, filters]`: one matrix product at every place. */
export const locallyConnected2d: Executor<LocallyConnected2d> = (layer, inputs, weights) => {
  const x = only<tf.Tensor4D>(inputs);
  const kernel = weight<tf.Tensor4D>(weights, "weight");
  const [h, w, patch, filters] = kernel.shape;
  const { strides, dilationRate, edges } = slidingOver({ ...layer, dilationRate: [1, 1] }, x, 1);
  const seen = patchesOf(x, { kernelSize: layer.kernelSize, strides, dilationRate, edges, places: [h, w] });
  const byPlace = tf.transpose(tf.reshape(seen, [-1, h * w, patch]), [1, 0, 2]);
  const products = tf.matMul(byPlace, tf.reshape(kernel, [h * w, patch, filters]));
  return biased(tf.reshape(tf.transpose(products, [1, 0, 2]), [-1, h, w, filters]), weights["bias"]);
};
