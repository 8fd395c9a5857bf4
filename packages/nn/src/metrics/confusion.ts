import { whole } from "../options.ts";

/** Counts of samples: rows are true classes, columns predicted ones. */
export type ConfusionMatrix = readonly (readonly number[])[];

/**
 * Counts how often each class was taken for each.
 *
 * @throws RangeError for lists of different lengths, or a class that is no whole number below `classes`.
 */
export function confusionMatrix(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number): ConfusionMatrix {
  if (labels.length !== predictions.length) throw new RangeError(`confusion matrix: there must be one prediction for each label. Received ${labels.length} labels and ${predictions.length} predictions.`);
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const [truth = NaN, guess = NaN] = [labels[i], predictions[i]];
    const row = counts[truth];
    if (row?.[guess] === undefined) throw new RangeError(`confusion matrix: classes must be whole numbers from 0 to ${classes - 1}. Received label ${truth} and prediction ${guess} at place ${i}.`);
    row[guess] = (row[guess] ?? 0) + 1;
  }
  return counts;
}

/**
 * The class of each row of `[samples, classes]`: the greatest score, the first of equals.
 *
 * @throws RangeError unless the scores are whole rows of so many classes.
 */
export function predictedClasses(scores: ArrayLike<number>, classes: number): Uint32Array {
  whole("predictedClasses", "classes", classes, 1);
  if (scores.length % classes !== 0) throw new RangeError(`predictedClasses: scores must be the numbers of [samples, ${classes}]. Received ${scores.length} of them.`);
  return Uint32Array.from({ length: scores.length / classes }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if ((scores[row * classes + c] ?? 0) > (scores[row * classes + best] ?? 0)) best = c;
    return best;
  });
}

/** 1 where a score is at least the threshold, else 0. */
export const thresholded = (scores: ArrayLike<number>, threshold: number = 0.5): Uint32Array => Uint32Array.from(scores, (score) => Number(score >= threshold));

/** What one sums of a matrix: its whole, its diagonal, its rows (true counts) and its columns (predicted counts). */
export interface Totals {
  readonly all: number;
  readonly right: number;
  readonly ofLabel: readonly number[];
  readonly ofPrediction: readonly number[];
}

export function totals(confusion: ConfusionMatrix): Totals {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const ofLabel = confusion.map(sum);
  return {
    all: sum(ofLabel),
    right: sum(confusion.map((row, i) => row[i] ?? 0)),
    ofLabel,
    ofPrediction: confusion.map((_, column) => sum(confusion.map((row) => row[column] ?? 0))),
  };
}

/** a / b, and 0 where b is 0. */
export const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
