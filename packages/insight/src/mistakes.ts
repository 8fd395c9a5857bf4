import { product } from "@convscope/core";
import { known, whole, type NdArray } from "@convscope/nn";

/** A sample and what a network said of it. */
export interface Judged {
  readonly sample: number;
  readonly label: number;
  readonly predicted: number;
  /** The probability of the predicted class, and of the right one. */
  readonly probability: number;
  readonly right: number;
  /** −ln of the right class's probability. */
  readonly loss: number;
}

export interface TopLossesOptions {
  /** 16 unless given. */
  readonly top?: number;
  /** Only wrongly classified samples. */
  readonly wrongOnly?: boolean;
}

/** The samples that cost a classifier most: logits `[N, classes]` and labels, the greatest cross-entropy first. Mislabelled samples are often among them. */
export function topLosses(logits: NdArray, labels: ArrayLike<number>, options: TopLossesOptions = {}): readonly Judged[] {
  known("topLosses", options, "top", "wrongOnly");
  const { top = 16, wrongOnly = false } = options;
  whole("topLosses", "top", top, 1);
  const [samples = 0, ...rest] = logits.shape;
  const classes = product(rest);
  if (rest.length !== 1 || labels.length !== samples) throw new RangeError(`topLosses: logits must be [N, classes], with a label for each. Received [${logits.shape.join(", ")}] and ${labels.length} labels.`);
  return Array.from({ length: samples }, (_, sample): Judged => {
    const row = Array.from(logits.data.subarray(sample * classes, (sample + 1) * classes));
    const most = Math.max(...row);
    const log = most + Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0));
    const [label, predicted] = [labels[sample] ?? 0, row.indexOf(most)];
    const loss = log - (row[label] ?? NaN);
    return { sample, label, predicted, probability: Math.exp(most - log), right: Math.exp(-loss), loss };
  })
    .filter(({ label, predicted }) => !wrongOnly || label !== predicted)
    .sort((a, b) => b.loss - a.loss || a.sample - b.sample)
    .slice(0, top);
}

/** Two classes, the first of which was taken for the second. */
export interface Confusion {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
  /** Of all samples of the first class. */
  readonly share: number;
}

/** What is confused most often, from a confusion matrix whose rows are the true classes. */
export function mostConfused(matrix: readonly (readonly number[])[], top = 10): readonly Confusion[] {
  return matrix
    .flatMap((row, label) => {
      const total = row.reduce((a, b) => a + b, 0);
      return row.map((count, predicted) => ({ label, predicted, count, share: total === 0 ? 0 : count / total }));
    })
    .filter(({ label, predicted, count }) => label !== predicted && count > 0)
    .sort((a, b) => b.count - a.count || b.share - a.share || a.label - b.label || a.predicted - b.predicted)
    .slice(0, top);
}
