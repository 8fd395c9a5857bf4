import { poolAxes2d, type MaxUnpooling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "../differentiable.ts";
import type { Executor } from "../executor.ts";
import { atMaxima, toMaxima } from "../maxima.ts";
import { ownKernel, runOwn } from "../ownKernel.ts";
import { windowAttributes } from "../poolAxes.ts";

/** The adjoint of the max pooling of `pooled`. No gradient goes to `pooled`: it only says where the maxima were. */
export const maxUnpooling2d: Executor<MaxUnpooling2d> = (layer, inputs) => {
  const axes = poolAxes2d(layer, inputs[1]?.shape[1] ?? 0, inputs[1]?.shape[2] ?? 0);
  const windows = windowAttributes(axes);
  const isOwn = ownKernel("WindowMaximumGrad");
  return differentiable(inputs, (...given) => {
    const [values, pooled] = given as [tf.Tensor4D, tf.Tensor4D];
    return {
      value: isOwn ? runOwn("WindowMaximumGrad", { dy: values, x: pooled }, windows) : toMaxima(values, pooled, axes),
      saved: [pooled],
      gradients(dy, saved) {
        const [x] = saved as [tf.Tensor4D];
        return [isOwn ? runOwn("WindowMaximumPick", { x, z: dy }, windows) : atMaxima(dy as tf.Tensor4D, x, axes), tf.zerosLike(x)];
      },
    };
  });
};
