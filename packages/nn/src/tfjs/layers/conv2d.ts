import { pads, type Conv2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type Executor } from "../executor.ts";

/** x `[N, H, W, C]` · weight `[kh, kw, C / groups, filters]`. */
export const conv2d: Executor<Conv2d> = (layer, inputs, weights) => {
  const x = only<tf.Tensor4D>(inputs);
  const [kh, kw] = layer.kernelSize;
  const edges = [0, 1].map((axis) => {
    const slide = { kernelSize: [kh, kw][axis] ?? 1, strides: layer.strides[axis] ?? 1, dilationRate: layer.dilationRate[axis] ?? 1, padding: layer.padding === "same" ? layer.padding : (layer.padding[axis] ?? [0, 0]) } as const;
    return [...pads(slide, x.shape[axis + 1] ?? 0)] as [number, number];
  });
  const y = tf.conv2d(x, weight<tf.Tensor4D>(weights, "weight"), [...layer.strides], [[0, 0], edges[0] ?? [0, 0], edges[1] ?? [0, 0], [0, 0]], "NHWC", [...layer.dilationRate]);
  return weights["bias"] ? tf.add(y, weights["bias"]) : y;
};
