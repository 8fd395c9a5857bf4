import * as tf from "@tensorflow/tfjs-core";
import { affine } from "./affine.ts";
import { differentiable } from "./differentiable.ts";
import type { WeightTensors } from "./executor.ts";
import { ownKernel, runOwnAll } from "./ownKernel.ts";

/** Every row of `[n, m]` with mean 0 and variance 1: (x − mean) / √(variance + ε). */
export const standardizeRows = (rows: tf.Tensor2D, epsilon: number): tf.Tensor =>
  differentiable([rows], (x) => {
    const centred = tf.sub(x as tf.Tensor, meanOf(x as tf.Tensor));
    const rate = tf.rsqrt(tf.add(meanOf(tf.square(centred)), epsilon));
    const y = tf.mul(centred, rate);
    return {
      value: y,
      saved: [y, rate],
      gradients(dy, saved) {
        const [y, rate] = saved as [tf.Tensor, tf.Tensor];
        const along = tf.mul(y, meanOf(tf.mul(dy, y)));
        return [tf.mul(rate, tf.sub(tf.sub(dy, meanOf(dy)), along))];
      },
    };
  });

const meanOf = (rows: tf.Tensor): tf.Tensor => tf.mean(rows, -1, true);

/** Rows `[n, m]` standardized, times γ plus β `[m]`, as far as the layer has them. */
export const normalizeRows = (rows: tf.Tensor2D, weights: WeightTensors, epsilon: number): tf.Tensor =>
  ownKernel("LayerNorm") ? normalizedAtOnce({ forward: "LayerNorm", backward: "LayerNormGrad" }, rows, weights, { epsilon, affine: Object.keys(weights).length > 0 }) : affine(standardizeRows(rows, epsilon), weights);

/**
 * Kernels of a normalisation in one piece: {x, scale?, offset?} to [y, mean, rate], and {dy, x, scale?, mean, rate, y?} to [dx, dscale,
 * doffset], with y where the attributes name an activation that is computed too.
 */
interface Normalization {
  readonly forward: string;
  readonly backward: string;
}

/** Runs them; gradients go to x and to those of weight and bias that there are. `see` gets all that the forward kernel gives. */
export function normalizedAtOnce({ forward, backward }: Normalization, x: tf.Tensor, { weight, bias }: WeightTensors, attrs: tf.NamedAttrMap, see: (results: readonly tf.Tensor[]) => void = () => {}): tf.Tensor {
  const learned = [weight, bias].filter((w) => w !== undefined);
  return differentiable([x, ...learned], (x) => {
    const results = runOwnAll(forward, { x: x as tf.Tensor, ...(weight && { scale: weight }), ...(bias && { offset: bias }) }, attrs);
    see(results);
    const [value, mean, rate] = results as [tf.Tensor, tf.Tensor, tf.Tensor];
    const isBounded = (attrs["activation"] ?? "linear") !== "linear";
    return {
      value,
      saved: [x as tf.Tensor, mean, rate, ...(isBounded ? [value] : []), ...(weight ? [weight] : [])],
      gradients(dy, saved) {
        const [x, mean, rate, ...others] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
        const y = isBounded ? others[0] : undefined;
        const scale = weight && others.at(-1);
        const [dx, dScale, dOffset] = runOwnAll(backward, { dy, x, mean, rate, ...(y && { y }), ...(scale && { scale }) }, attrs) as [tf.Tensor, tf.Tensor, tf.Tensor];
        return [dx, ...(weight ? [dScale] : []), ...(bias ? [dOffset] : [])];
      },
    };
  });
}
