import * as tf from "@tensorflow/tfjs-core";
import type { GradientRule } from "../engine.ts";
import { differentiable } from "./differentiable.ts";
import { ownKernel, runOwn } from "./ownKernel.ts";

/**
 * A rectifier, whose gradient depends on the rule: from its value y, `open` is 1 where it lets its input through, else 0, and
 * `kernel` applies that to a gradient in one pass, where the backend has it. Deconvnet rectifies the gradient alone; guided
 * backpropagation also keeps the forward mask.
 */
export const rectify = (x: tf.Tensor, rule: GradientRule, forward: (x: tf.Tensor) => tf.Tensor, open: (y: tf.Tensor) => tf.Tensor, kernel: string): tf.Tensor =>
  differentiable([x], (x) => {
    const y = forward(x as tf.Tensor);
    const through = (dy: tf.Tensor, y: tf.Tensor): tf.Tensor => (ownKernel(kernel) ? runOwn(kernel, { dy, y }) : tf.mul(dy, open(y)));
    return { value: y, saved: [y], gradients: (dy, [y]) => [passed[rule](dy, (dy) => through(dy, y as tf.Tensor))] };
  });

const passed: { readonly [R in GradientRule]: (dy: tf.Tensor, through: (dy: tf.Tensor) => tf.Tensor) => tf.Tensor } = {
  true: (dy, through) => through(dy),
  guided: (dy, through) => through(tf.relu(dy)),
  deconvnet: (dy) => tf.relu(dy),
};
