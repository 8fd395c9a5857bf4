import * as tf from "@tensorflow/tfjs-core";
import type { GradientRule } from "../engine.ts";
import { differentiable } from "./differentiable.ts";

/**
 * A rectifier, whose gradient depends on the rule: `open` is 1 where it lets its input through, else 0. Deconvnet rectifies the
 * gradient alone; guided backpropagation also keeps the forward mask.
 */
export const rectify = (x: tf.Tensor, rule: GradientRule, forward: (x: tf.Tensor) => tf.Tensor, open: (x: tf.Tensor) => tf.Tensor): tf.Tensor =>
  differentiable([x], (x) => ({
    value: forward(x as tf.Tensor),
    saved: [x as tf.Tensor],
    gradients: (dy, [saved]) => [passed[rule](dy, () => open(saved as tf.Tensor))],
  }));

const passed: { readonly [R in GradientRule]: (dy: tf.Tensor, mask: () => tf.Tensor) => tf.Tensor } = {
  true: (dy, mask) => tf.mul(dy, mask()),
  guided: (dy, mask) => tf.mul(tf.relu(dy), mask()),
  deconvnet: (dy) => tf.relu(dy),
};
