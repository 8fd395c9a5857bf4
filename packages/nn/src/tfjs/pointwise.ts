import type { Layer } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";
import { only, type Executor } from "./executor.ts";

/**
 * The executor of an activation from its value and its derivative. TensorFlow.js would otherwise differentiate the composition
 * step by step, which is slower, and not a number where one step overflows.
 */
export const pointwise =
  <L extends Layer>(value: (x: tf.Tensor, layer: L) => tf.Tensor, slope: (x: tf.Tensor, y: tf.Tensor, layer: L) => tf.Tensor): Executor<L> =>
  (layer, inputs) =>
    differentiable([only(inputs)], (x) => {
      const y = value(x as tf.Tensor, layer);
      return { value: y, saved: [x as tf.Tensor, y], gradients: (dy, [x, y]) => [tf.mul(dy, slope(x as tf.Tensor, y as tf.Tensor, layer))] };
    });

/** 1 where a condition holds, else 0. */
export const indicator = (condition: tf.Tensor): tf.Tensor => tf.cast(condition, "float32");
