import * as tf from "@tensorflow/tfjs-core";
import { columnSums, rowsOf } from "./columns.ts";
import { differentiable } from "./differentiable.ts";
import type { WeightTensors } from "./executor.ts";

/** x `[…, C]` times each channel's `factor` `[C]`. */
export const scaleChannels = (x: tf.Tensor, factor: tf.Tensor): tf.Tensor =>
  differentiable([x, factor], (x, factor) => ({
    value: tf.mul(x as tf.Tensor, factor as tf.Tensor),
    saved: [x as tf.Tensor, factor as tf.Tensor],
    gradients: (dy, [x, factor]) => [
      tf.mul(dy, factor as tf.Tensor),
      tf.reshape(columnSums(rowsOf(tf.mul(dy, x as tf.Tensor))), (factor as tf.Tensor).shape),
    ],
  }));

/** x `[…, C]` plus each channel's `shift` `[C]`. */
const shiftChannels = (x: tf.Tensor, shift: tf.Tensor): tf.Tensor =>
  differentiable([x, shift], (x, shift) => ({
    value: tf.add(x as tf.Tensor, shift as tf.Tensor),
    saved: [],
    gradients: (dy) => [dy, tf.reshape(columnSums(rowsOf(dy)), (shift as tf.Tensor).shape)],
  }));

/** γ·x + β for each channel, as far as the layer has them. */
export function affine(x: tf.Tensor, { weight, bias }: WeightTensors): tf.Tensor {
  const scaled = weight ? scaleChannels(x, weight) : x;
  return bias ? shiftChannels(scaled, bias) : scaled;
}
