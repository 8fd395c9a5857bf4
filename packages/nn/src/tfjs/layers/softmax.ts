import type { Softmax } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "../differentiable.ts";
import { only, type Executor } from "../executor.ts";
import { ownKernel, runOwn } from "../ownKernel.ts";

export const softmax: Executor<Softmax> = (_, inputs) => {
  if (!ownKernel("SoftmaxGrad")) return tf.softmax(only(inputs));
  return differentiable([only(inputs)], (x) => {
    const y = tf.softmax(x as tf.Tensor);
    return { value: y, saved: [y], gradients: (dy, [y]) => [runOwn("SoftmaxGrad", { dy, y: y as tf.Tensor })] };
  });
};
