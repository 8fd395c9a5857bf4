import { averagePrecision, rocAuc } from "./ranking.ts";

/** A yes-or-no measure of each class against the rest. */
export interface OneVsRest {
  /** Not a number for a class that no sample, or every sample, has. */
  readonly perClass: readonly number[];
  /** The mean over classes; not a number if one of them is. */
  readonly macro: number;
  /** The mean over classes weighted by how many samples have them. */
  readonly weighted: number;
  /** Over all sample–class pairs at once. */
  readonly micro: number;
}

type Measure = (labels: ArrayLike<number>, scores: ArrayLike<number>) => number;

/** The area under the ROC curve of each class. scores `[samples, classes]` · labels `[samples]`. */
export const rocAucOneVsRest = (labels: ArrayLike<number>, scores: ArrayLike<number>, classes: number): OneVsRest => oneVsRest(rocAuc, labels, scores, classes);

/** The average precision of each class; `macro` is the mean average precision. scores `[samples, classes]` · labels `[samples]`. */
export const averagePrecisionOneVsRest = (labels: ArrayLike<number>, scores: ArrayLike<number>, classes: number): OneVsRest => oneVsRest(averagePrecision, labels, scores, classes);

function oneVsRest(measure: Measure, labels: ArrayLike<number>, scores: ArrayLike<number>, classes: number): OneVsRest {
  const is = (c: number): Uint8Array => Uint8Array.from(labels, (label) => Number(label === c));
  const every = Array.from({ length: classes }, (_, c) => ({
    value: measure(is(c), Float64Array.from({ length: labels.length }, (_, row) => scores[row * classes + c] ?? NaN)),
    support: is(c).reduce((a, b) => a + b, 0),
  }));
  const perClass = every.map(({ value }) => value);
  const hot = new Uint8Array(labels.length * classes);
  for (let row = 0; row < labels.length; row++) hot[row * classes + (labels[row] ?? 0)] = 1;
  return {
    perClass,
    macro: perClass.reduce((a, b) => a + b, 0) / classes,
    weighted: every.reduce((sum, { value, support }) => sum + value * support, 0) / labels.length,
    micro: measure(hot, scores),
  };
}
