import * as tf from "@tensorflow/tfjs-core";
import type { CategoricalCrossentropy } from "../../losses/categoricalCrossentropy.ts";
import type { From, Reduction } from "../../losses/loss.ts";
import type { NegativeLogLikelihood } from "../../losses/negativeLogLikelihood.ts";
import type { SparseCategoricalCrossentropy } from "../../losses/sparseCategoricalCrossentropy.ts";
import { ownKernel, runOwnAll } from "../ownKernel.ts";
import { boundedLog, boundedReciprocal, closedForm, matrix, oneHotRows, reduced, valuesLike, weighed, type LossFunction } from "./loss.ts";

/**
 * −Σ q · log p over all rows, of which q `[places, classes]` holds everything constant: targets, weights and the divisor.
 * With logits the derivative is p · Σ q − q: PyTorch's, and right however large the logits are.
 */
function weightedLogLoss(from: From | "logProbabilities", q: tf.Tensor2D, output: tf.Tensor): tf.Scalar {
  return closedForm(output, (x) => {
    const rows = matrix(x);
    const derivative = (d: tf.Tensor): tf.Tensor => tf.reshape(d, x.shape);
    if (from === "logProbabilities") return { value: minusSum(q, rows), derivative: derivative(tf.neg(q)) };
    if (from === "probabilities") return { value: minusSum(q, boundedLog(rows)), derivative: derivative(tf.neg(tf.mul(q, boundedReciprocal(rows)))) };
    const shifted = tf.sub(rows, tf.max(rows, 1, true));
    const logP = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    return { value: minusSum(q, logP), derivative: derivative(tf.sub(tf.mul(tf.exp(logP), tf.sum(q, 1, true)), q)) };
  });
}

const minusSum = (q: tf.Tensor, logP: tf.Tensor): tf.Scalar => tf.neg(tf.sum(tf.mul(q, logP)));

const smoothed = (target: tf.Tensor, epsilon: number): tf.Tensor => (epsilon === 0 ? target : tf.add(tf.mul(target, 1 - epsilon), epsilon / (target.shape.at(-1) ?? 1)));

interface LabelWeights {
  readonly classWeights?: readonly number[];
  readonly ignoreClass?: number;
  readonly reduction: Reduction;
}

/** The constants of a loss with labels: smoothed and weighted rows, zeros where the label is ignored, divided by the weight of all labels, or times the factors of the samples. */
function labelRows({ classWeights, ignoreClass, reduction }: LabelWeights, epsilon: number, labels: tf.Tensor, classes: number, factors: tf.Tensor | undefined): tf.Tensor2D {
  const hot = oneHotRows(labels, classes);
  let q = smoothed(hot, epsilon);
  if (classWeights) q = tf.mul(q, tf.tensor1d([...classWeights]));
  let counted: tf.Tensor = tf.ones([hot.shape[0], 1]);
  if (ignoreClass !== undefined) {
    counted = tf.cast(tf.notEqual(tf.reshape(tf.cast(labels, "int32"), [-1, 1]), tf.scalar(ignoreClass, "int32")), "float32");
    q = tf.mul(q, counted);
  }
  if (factors) return weighed(q, factors) as tf.Tensor2D;
  if (reduction === "sum") return q as tf.Tensor2D;
  const weights = classWeights ? tf.mul(tf.mul(hot, tf.tensor1d([...classWeights])), counted) : counted;
  return tf.div(q, tf.sum(weights));
}

/** Softmax and cross-entropy in one pass, where the backend has the kernel for it. */
function crossentropyAtOnce(loss: CategoricalCrossentropy | SparseCategoricalCrossentropy, target: tf.Tensor, output: tf.Tensor, factors: tf.Tensor | undefined): tf.Scalar {
  const { classWeights, labelSmoothing, reduction } = loss;
  const ignoreClass = "ignoreClass" in loss ? loss.ignoreClass : undefined;
  return closedForm(output, (x) => {
    const inputs = { logits: matrix(x), labels: target, ...(classWeights && { classWeights: tf.tensor1d([...classWeights]) }) };
    const [rows, derivative] = runOwnAll("SoftmaxCrossentropy", inputs, { labelSmoothing, mean: reduction === "mean" && !factors, ...(ignoreClass !== undefined && { ignoreClass }) }) as [tf.Tensor, tf.Tensor];
    const shaped = tf.reshape(derivative, x.shape);
    return factors ? reduced("sum", rows, shaped, factors) : { value: tf.sum(rows), derivative: shaped };
  });
}

const isAtOnce = (from: From): boolean => from === "logits" && ownKernel("SoftmaxCrossentropy");

export const categoricalCrossentropy: LossFunction<CategoricalCrossentropy> = (loss, target, output, factors) => {
  if (isAtOnce(loss.from)) return crossentropyAtOnce(loss, matrix(valuesLike(target, output)), output, factors);
  const y = matrix(valuesLike(target, output));
  const q = smoothed(y, loss.labelSmoothing);
  const weighted = loss.classWeights ? tf.mul(q, tf.tensor1d([...loss.classWeights])) : q;
  return weightedLogLoss(loss.from, factors ? (weighed(weighted, factors) as tf.Tensor2D) : tf.div(weighted, loss.reduction === "sum" ? 1 : y.shape[0]), output);
};

export const sparseCategoricalCrossentropy: LossFunction<SparseCategoricalCrossentropy> = (loss, target, output, factors) =>
  isAtOnce(loss.from) ? crossentropyAtOnce(loss, tf.reshape(tf.cast(target, "int32"), [-1]), output, factors) : weightedLogLoss(loss.from, labelRows(loss, loss.labelSmoothing, target, output.shape.at(-1) ?? 1, factors), output);

export const negativeLogLikelihood: LossFunction<NegativeLogLikelihood> = (loss, target, output, factors) =>
  weightedLogLoss("logProbabilities", labelRows(loss, 0, target, output.shape.at(-1) ?? 1, factors), output);
