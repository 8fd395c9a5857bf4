import { grouped } from "./format.ts";
import { check } from "./options.ts";

/** How often samples of each class were taken for each class. */
export interface ConfusionData {
  /** `[true class][predicted class]`, counts. */
  readonly matrix: readonly (readonly number[])[];
  readonly classes: readonly string[];
}

/** A mistake: how often class `truth` was taken for `predicted`. */
export interface Mistake {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  /** Of the samples of class `truth`. */
  readonly share: number;
}

/** A confusion matrix with what follows from it. */
export interface Confusion extends ConfusionData {
  /** `[true class][predicted class]`, each row over its sum; zeros where a class has no samples. */
  readonly shares: readonly (readonly number[])[];
  readonly samples: number;
  readonly right: number;
  /** Most frequent first. */
  readonly mistakes: readonly Mistake[];
  /** Largest share of a row in one wrong class; 0 without mistakes. */
  readonly worst: number;
}

/** Checks a matrix and works out its shares. */
export function confusion(figure: string, { matrix, classes }: ConfusionData): Confusion {
  const n = classes.length;
  check(n >= 2, figure, `there must be at least two classes. Received ${n}.`);
  check(matrix.length === n, figure, `the matrix must have a row for each class. Received ${matrix.length} rows for ${n} classes.`);
  matrix.forEach((row, truth) => {
    check(row.length === n, figure, `row ${truth} must have a count for each class. Received ${row.length} counts for ${n} classes.`);
    const wrong = row.findIndex((count) => !(Number.isFinite(count) && count >= 0));
    check(wrong === -1, figure, `counts must be numbers from zero. Received ${row[wrong]} at row ${truth}, column ${wrong}.`);
  });
  const sums = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const shares = matrix.map((row, truth) => row.map((count) => (sums[truth] === 0 ? 0 : count / (sums[truth] ?? 1))));
  const mistakes = matrix.flatMap((row, truth) =>
    row.flatMap((count, predicted): Mistake[] => (truth === predicted || count === 0 ? [] : [{ truth, predicted, count, share: shares[truth]?.[predicted] ?? 0 }])),
  );
  return {
    matrix,
    classes,
    shares,
    samples: sums.reduce((sum, part) => sum + part, 0),
    right: matrix.reduce((sum, row, truth) => sum + (row[truth] ?? 0), 0),
    worst: mistakes.reduce((worst, { share }) => Math.max(worst, share), 0),
    mistakes: mistakes.sort((a, b) => b.count - a.count || a.truth - b.truth || a.predicted - b.predicted),
  };
}

/** "4 taken for 9: 24 of 982". */
export function mistakeInWords({ matrix, classes }: ConfusionData, { truth, predicted, count }: Omit<Mistake, "share">): string {
  const all = (matrix[truth] ?? []).reduce((sum, part) => sum + part, 0);
  return `${classes[truth] ?? ""} taken for ${classes[predicted] ?? ""}: ${grouped(count)} of ${grouped(all)}`;
}
