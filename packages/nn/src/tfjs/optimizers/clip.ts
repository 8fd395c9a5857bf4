import * as tf from "@tensorflow/tfjs-core";
import type { Clipping } from "../../optimizers/index.ts";
import { ownKernel, runOwn } from "../ownKernel.ts";

/**
 * The gradients of all parameters of a step, clipped as the optimiser asks: each number to ±`clipValue`, or all scaled down so that
 * their common length is at most `clipNorm` (with PyTorch's 10⁻⁶ in the divisor). The same tensors where nothing is asked.
 */
export function clipGradients({ clipNorm, clipValue }: Clipping, gradients: readonly tf.Tensor[]): readonly tf.Tensor[] {
  if (clipValue !== undefined) return gradients.map((g) => tf.clipByValue(g, -clipValue, clipValue));
  if (clipNorm === undefined || gradients.length === 0) return gradients;
  const squares = gradients.map((g) => (ownKernel("SquaredNorm") ? runOwn("SquaredNorm", { x: g }) : tf.sum(tf.square(g))));
  const factor = tf.minimum(tf.div(clipNorm, tf.add(tf.sqrt(tf.addN(squares)), 1e-6)), 1);
  return gradients.map((g) => tf.mul(g, factor));
}
