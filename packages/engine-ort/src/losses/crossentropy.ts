import type { Value } from "@convscope/exchange/onnx";
import type { CategoricalCrossentropy, From, NegativeLogLikelihood, Reduction, SparseCategoricalCrossentropy } from "@convscope/nn";
import type { Tape } from "../graph/tape.ts";
import { boundedLog, boundedReciprocal } from "./bounded.ts";
import { matrix, oneHotRows, perClass, total, weighed, type EmitLoss, type WrittenLoss } from "./loss.ts";

/**
 * −Σ q · log p over all rows, of which q `[places, classes]` holds everything constant: targets, weights and the divisor.
 * With logits the derivative is p · Σ q − q: right however large they are.
 */
function weightedLogLoss(to: Tape, from: From | "logProbabilities", q: Value, output: Value): WrittenLoss {
  const rows = matrix(to, output);
  const logP = { logits: () => to.op("LogSoftmax", [rows], { axis: 1 }), probabilities: () => boundedLog(to, rows), logProbabilities: () => rows }[from]();
  const derivative = {
    logits: () => to.sub(to.mul(to.op("Exp", [logP]), to.sum(q, [1])), q),
    probabilities: () => to.op("Neg", [to.mul(q, boundedReciprocal(to, rows))]),
    logProbabilities: () => to.op("Neg", [q]),
  }[from];
  return { value: to.op("Neg", [total(to, to.mul(q, logP))]), derivative: () => to.reshape(derivative(), to.dims(output)) };
}

/** (1 − ε) · rows + ε / classes, all times a factor. */
const smoothed = (to: Tape, rows: Value, epsilon: number, factor: number): Value => to.plus(to.times(rows, (1 - epsilon) * factor), (epsilon * factor) / (to.dims(rows).at(-1) ?? 1));

interface LabelWeights {
  readonly classWeights?: readonly number[];
  readonly ignoreClass?: number;
  readonly reduction: Reduction;
}

/** The constants of a loss with labels: smoothed and weighted rows, zeros where the label is ignored, divided by the weight of all labels, or times the factors of the samples. */
function labelRows(to: Tape, { classWeights, ignoreClass, reduction }: LabelWeights, epsilon: number, labels: Value, classes: number, factors: Value | undefined): Value {
  const hot = oneHotRows(to, labels, classes);
  const [places = 1] = to.dims(hot);
  if (!classWeights && ignoreClass === undefined && !factors) return smoothed(to, hot, epsilon, reduction === "sum" ? 1 : 1 / places);
  const counted = ignoreClass === undefined ? undefined : to.op("Cast", [to.op("Not", [to.op("Equal", [to.reshape(labels, [-1, 1]), to.wholes([ignoreClass])])])], { to: 1 });
  const weighted = (rows: Value): Value => (classWeights ? to.mul(rows, perClass(to, classWeights)) : rows);
  const ofCounted = (rows: Value): Value => (counted ? to.mul(rows, counted) : rows);
  const q = ofCounted(weighted(smoothed(to, hot, epsilon, 1)));
  if (factors) return weighed(to, q, factors);
  if (reduction === "sum") return q;
  return to.div(q, total(to, classWeights ? ofCounted(weighted(hot)) : (counted ?? hot)));
}

export const categoricalCrossentropy: EmitLoss<CategoricalCrossentropy> = ({ from, labelSmoothing, classWeights, reduction }, output, target, to, factors) => {
  const y = matrix(to, target);
  const q = smoothed(to, y, labelSmoothing, reduction === "sum" || factors ? 1 : 1 / (to.dims(y)[0] ?? 1));
  const weighted = classWeights ? to.mul(q, perClass(to, classWeights)) : q;
  return weightedLogLoss(to, from, factors ? weighed(to, weighted, factors) : weighted, output);
};

export const sparseCategoricalCrossentropy: EmitLoss<SparseCategoricalCrossentropy> = (loss, output, target, to, factors) =>
  weightedLogLoss(to, loss.from, labelRows(to, loss, loss.labelSmoothing, target, to.dims(output).at(-1) ?? 1, factors), output);

export const negativeLogLikelihood: EmitLoss<NegativeLogLikelihood> = (loss, output, target, to, factors) =>
  weightedLogLoss(to, "logProbabilities", labelRows(to, loss, 0, target, to.dims(output).at(-1) ?? 1, factors), output);
