import type { Layer } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";
import { only, type Executor } from "./executor.ts";
import { ownKernel, runOwn } from "./ownKernel.ts";

/** The kernels that compute an activation in one pass each, where the backend has them. */
export interface PointwiseKernels<L extends Layer> {
  /** Of the value from x; TensorFlow.js's operation unless said. */
  readonly value?: string;
  /** Of the gradient from dy, and from what is said in `from`. */
  readonly gradient: string;
  readonly from: "x" | "y";
  readonly attrs?: (layer: L) => tf.NamedAttrMap;
}

/**
 * The executor of an activation from its value and its derivative. TensorFlow.js would otherwise differentiate the composition
 * step by step, which is slower, and not a number where one step overflows.
 */
export const pointwise =
  <L extends Layer>(value: (x: tf.Tensor, layer: L) => tf.Tensor, slope: (x: tf.Tensor, y: tf.Tensor, layer: L) => tf.Tensor, kernels: PointwiseKernels<L>): Executor<L> =>
  (layer, inputs) =>
    differentiable([only(inputs)], (given) => {
      const x = given as tf.Tensor;
      if (!ownKernel(kernels.gradient)) {
        const y = value(x, layer);
        return { value: y, saved: [x, y], gradients: (dy, [x, y]) => [tf.mul(dy, slope(x as tf.Tensor, y as tf.Tensor, layer))] };
      }
      const attrs = kernels.attrs?.(layer) ?? {};
      const y = kernels.value ? runOwn(kernels.value, { x }, attrs) : value(x, layer);
      const gradients = (dy: tf.Tensor, [saved]: readonly tf.Tensor[]): tf.Tensor[] => [runOwn(kernels.gradient, { dy, [kernels.from]: saved as tf.Tensor }, attrs)];
      return { value: y, saved: [kernels.from === "x" ? x : y], gradients };
    });

/** 1 where a condition holds, else 0. */
export const indicator = (condition: tf.Tensor): tf.Tensor => tf.cast(condition, "float32");
