import type { Cropping2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const cropping2d: Executor<Cropping2d> = ({ cropping: [[top, bottom], [left, right]] }, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [n, h, w, c] = x.shape;
  return tf.slice(x, [0, top, left, 0], [n, h - top - bottom, w - left - right, c]);
};
