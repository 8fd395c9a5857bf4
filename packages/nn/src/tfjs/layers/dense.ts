import type { Dense } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { convolve } from "../convolution.ts";
import { only, weight, type Executor } from "../executor.ts";
import { ownKernel } from "../ownKernel.ts";
import { biased } from "./conv2d.ts";

/** A convolution of one place with one tap. */
const still = { strides: [1, 1], dilationRate: [1, 1], edges: [[0, 0], [0, 0]], groups: 1 } as const;

/** x `[N, …, n]` · weight `[n, units]`. */
export const dense: Executor<Dense> = ({ units }, inputs, weights, { activation }) => {
  const x = only(inputs);
  const kernel = weight<tf.Tensor2D>(weights, "weight");
  const [n] = kernel.shape;
  const shape = [...x.shape.slice(0, -1), units];
  if (ownKernel("GroupedConv2D")) return tf.reshape(convolve(tf.reshape(x, [-1, 1, 1, n]), tf.reshape(kernel, [1, 1, n, units]), still, { bias: weights["bias"], activation }), shape);
  return tf.reshape(biased(tf.matMul(tf.reshape(x, [-1, n]) as tf.Tensor2D, kernel), weights["bias"]), shape);
};
