import type { LogSoftmax } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "../differentiable.ts";
import { only, type Executor } from "../executor.ts";
import { ownKernel, runOwn } from "../ownKernel.ts";

export const logSoftmax: Executor<LogSoftmax> = (_, inputs) => {
  if (!ownKernel("LogSoftmaxGrad")) return tf.logSoftmax(only(inputs));
  return differentiable([only(inputs)], (x) => {
    const y = runOwn("LogSoftmax", { logits: x as tf.Tensor }, { axis: -1 });
    return { value: y, saved: [y], gradients: (dy, [y]) => [runOwn("LogSoftmaxGrad", { dy, y: y as tf.Tensor })] };
  });
};
