import type { NdArray } from "../array.ts";
import { accuracyOf } from "./agreement.ts";
import { confusionMatrix, predictedClasses, thresholded, type ConfusionMatrix } from "./confusion.ts";
import { classScores, macroScores, microScores, weightedScores, type ClassScores, type Scores } from "./scores.ts";
import { topKAccuracy } from "./topK.ts";

export interface ReportRequest {
  /** Logits or probabilities `[…, classes]`; `[…, 1]` for a yes-or-no answer. */
  readonly scores: NdArray;
  /** Whole numbers `[…]`, or one-hot or soft rows `[…, classes]`, of which the greatest counts. */
  readonly labels: NdArray;
  /** The names of the classes, in order. */
  readonly classes: readonly string[];
  /** From which score on a yes-or-no answer is yes: 0 for logits (the default), 0.5 for probabilities. */
  readonly threshold?: number;
}

/** What one wants to know of a classifier on a data set. */
export interface ClassificationReport {
  readonly accuracy: number;
  /** The share of samples whose class is among the five greatest scores. */
  readonly top5: number;
  readonly perClass: readonly ({ readonly class: string } & ClassScores)[];
  readonly macro: Scores;
  readonly micro: Scores;
  readonly weighted: Scores;
  readonly confusion: ConfusionMatrix;
}

/**
 * Accuracy, top-5, scores of each class and their means, and the confusion matrix.
 *
 * @throws RangeError where scores, labels and classes do not fit together.
 */
export function classificationReport({ scores, labels, classes, threshold = 0 }: ReportRequest): ClassificationReport {
  const width = scores.shape.length > 1 || classes.length !== 2 ? (scores.shape.at(-1) ?? 1) : 1;
  const yesOrNo = width === 1;
  if (yesOrNo ? classes.length !== 2 : classes.length !== width)
    throw new RangeError(`report: there must be a name for each class. Received ${classes.length} names for scores [${scores.shape.join(", ")}].`);
  const truth = labelsOf(labels, scores.data.length / width, classes.length);
  const predictions = yesOrNo ? thresholded(scores.data, threshold) : predictedClasses(scores.data, width);
  const confusion = confusionMatrix(truth, predictions, classes.length);
  return {
    accuracy: accuracyOf(confusion),
    top5: yesOrNo ? 1 : topKAccuracy(scores.data, truth, width, 5),
    perClass: classScores(confusion).map((of, i) => ({ class: classes[i] ?? "", ...of })),
    macro: macroScores(confusion),
    micro: microScores(confusion),
    weighted: weightedScores(confusion),
    confusion,
  };
}

/** Labels as whole numbers, one for each of `samples`. */
function labelsOf({ data, shape }: NdArray, samples: number, classes: number): ArrayLike<number> {
  if (data.length === samples) return data;
  if (data.length === samples * classes) return predictedClasses(data, classes);
  throw new RangeError(`report: there must be one label, or one row of ${classes}, for each of ${samples} samples. Received [${shape.join(", ")}].`);
}
