import { reach, type Edges, type LocalResponseNormalization } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { rowsOf } from "../columns.ts";
import { differentiable } from "../differentiable.ts";
import { only, type Executor } from "../executor.ts";
import { ownKernel, runOwn } from "../ownKernel.ts";

/** The mean over a neighbourhood that reaches so far before and after, zero outside. */
type Mean = (x: tf.Tensor, [before, after]: Edges) => tf.Tensor;

/** As a product with a band of ones: row j of it says which outputs look at channel j. */
const overChannels: Mean = (x, [before, after]) => {
  const channels = x.shape.at(-1) ?? 0;
  const band = new Float32Array(channels * channels);
  for (let to = 0; to < channels; to++)
    for (let from = Math.max(0, to - before); from <= Math.min(channels - 1, to + after); from++) band[from * channels + to] = 1 / (before + 1 + after);
  return tf.reshape(tf.matMul(rowsOf(x), tf.tensor2d(band, [channels, channels])), x.shape);
};

const overPlace: Mean = (x, [before, after]) => {
  const padded = tf.pad(x, [[0, 0], [before, after], [before, after], [0, 0]]);
  return tf.avgPool(padded as tf.Tensor4D, before + 1 + after, 1, "valid");
};

/** Across channels, by kernels that do it in one pass. */
const acrossAtOnce = (x: tf.Tensor, attrs: tf.NamedAttrMap): tf.Tensor =>
  differentiable([x], (x) => ({
    value: runOwn("ResponseNorm", { x: x as tf.Tensor }, attrs),
    saved: [x as tf.Tensor],
    gradients: (dy, [x]) => [runOwn("ResponseNormGrad", { x: x as tf.Tensor, dy }, attrs)],
  }));

/** x `[N, …, C]`; y = x · d^−β with d = k + α · mean(x²). */
export const localResponseNormalization: Executor<LocalResponseNormalization> = ({ size, alpha, beta, k, mode }, inputs) => {
  const [before, after] = reach(size);
  if (mode === "across" && ownKernel("ResponseNorm")) return acrossAtOnce(only(inputs), { before, after, bias: k, alpha: alpha / (before + 1 + after), beta });
  const mean = mode === "across" ? overChannels : overPlace;
  return differentiable([only(inputs)], (x) => {
    const d = tf.add(tf.mul(mean(tf.square(x as tf.Tensor), [before, after]), alpha), k);
    const factor = tf.pow(d, -beta);
    return {
      value: tf.mul(x as tf.Tensor, factor),
      saved: [x as tf.Tensor, d, factor],
      gradients(dy, saved) {
        const [x, d, factor] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        // What looked at a value now answers to it, so the neighbourhood is mirrored.
        const answered = mean(tf.div(tf.mul(tf.mul(dy, x), factor), d), [after, before]);
        return [tf.sub(tf.mul(dy, factor), tf.mul(tf.mul(x, answered), 2 * alpha * beta))];
      },
    };
  });
};
