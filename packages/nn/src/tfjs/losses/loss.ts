import * as tf from "@tensorflow/tfjs-core";
import type { Loss } from "../../losses/index.ts";
import type { Reduction } from "../../losses/loss.ts";

/**
 * Computes a loss, differentiable with respect to `output`. The engine tidies. With `factors` `[N]` it is the sum over samples, in place of
 * what its reduction says, of each sample's own sum times its factor; see `SampleFactors`.
 */
export type LossFunction<L extends Loss> = (loss: L, target: tf.Tensor, output: tf.Tensor, factors?: tf.Tensor) => tf.Scalar;

/**
 * A scalar whose derivative with respect to `x` is known in closed form: right where the chain rule would divide by zero, and
 * cheaper. `of` computes both at once, as what it makes on the way is gone by the time of the backward pass.
 */
export function closedForm(x: tf.Tensor, of: (x: tf.Tensor) => { readonly value: tf.Scalar; readonly derivative: tf.Tensor }): tf.Scalar {
  const scalar = tf.customGrad((input, save) => {
    const { value, derivative } = of(input as tf.Tensor);
    (save as tf.GradSaveFunc)([derivative]);
    return { value, gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(dy, saved as tf.Tensor) };
  });
  return scalar(x) as tf.Scalar;
}

/** What belongs to each sample, its values or places one after another, times its factor. */
export const weighed = (x: tf.Tensor, factors: tf.Tensor): tf.Tensor => tf.reshape(tf.mul(tf.reshape(x, [factors.size, -1]), tf.reshape(factors, [-1, 1])), x.shape);

/** Σ or mean over all of them, of a value and its derivative. */
export function reduced(reduction: Reduction, values: tf.Tensor, derivative: tf.Tensor, factors?: tf.Tensor): { readonly value: tf.Scalar; readonly derivative: tf.Tensor } {
  if (factors) return { value: tf.sum(weighed(values, factors)), derivative: weighed(derivative, factors) };
  const by = reduction === "sum" ? 1 : values.size;
  return { value: tf.div(tf.sum(values), by), derivative: tf.div(derivative, by) };
}

/** The target as floats in the output's shape. */
export const valuesLike = (target: tf.Tensor, output: tf.Tensor): tf.Tensor => tf.reshape(tf.cast(target, "float32"), output.shape);

/** `[…, classes]` as a matrix of one row for each place. */
export const matrix = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [-1, x.shape.at(-1) ?? 1]);

/** Labels as rows of zeros with a one: `[places, classes]`. A label that is no class gives zeros. */
export function oneHotRows(labels: tf.Tensor, classes: number): tf.Tensor2D {
  // Cast afterwards: the wasm kernel writes whole numbers whatever type it is asked for.
  const hot = tf.oneHot(tf.reshape(tf.cast(labels, "int32"), [-1]) as tf.Tensor1D, classes);
  return tf.cast(hot, "float32") as tf.Tensor2D;
}

/** log(1 + eˣ), without overflow. */
export const softplus = (x: tf.Tensor): tf.Tensor => tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));

/** log p, of p = 0 no less than −100: PyTorch's bound. */
export const boundedLog = (p: tf.Tensor): tf.Tensor => tf.maximum(tf.log(p), -100);

/** 1 / p, of p = 0 no more than 10¹²: PyTorch's bound. */
export const boundedReciprocal = (p: tf.Tensor): tf.Tensor => tf.reciprocal(tf.maximum(p, 1e-12));
