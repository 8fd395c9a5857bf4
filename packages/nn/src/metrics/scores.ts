import { ratio, totals, type ConfusionMatrix } from "./confusion.ts";

/** How good predictions are, each 0 … 1; 0 where there is nothing to divide by. */
export interface Scores {
  /** Of those predicted, the share that is right. */
  readonly precision: number;
  /** Of those there are, the share that was found. */
  readonly recall: number;
  /** The harmonic mean of both: 2 TP / (2 TP + FP + FN). */
  readonly f1: number;
}

export interface ClassScores extends Scores {
  /** How many samples have this class. */
  readonly support: number;
}

/** The scores of each class. */
export function classScores(confusion: ConfusionMatrix): readonly ClassScores[] {
  const { ofLabel, ofPrediction } = totals(confusion);
  return confusion.map((row, i) => {
    const [right, support, predicted] = [row[i] ?? 0, ofLabel[i] ?? 0, ofPrediction[i] ?? 0];
    return { precision: ratio(right, predicted), recall: ratio(right, support), f1: ratio(2 * right, support + predicted), support };
  });
}

/** The mean over classes: a rare class counts as much as a common one. */
export const macroScores = (confusion: ConfusionMatrix): Scores => mean(classScores(confusion), () => 1);

/** The mean over classes weighted by their support. */
export const weightedScores = (confusion: ConfusionMatrix): Scores => mean(classScores(confusion), ({ support }) => support);

/** The scores of all decisions together; with one class for each sample all three are the accuracy. */
export function microScores(confusion: ConfusionMatrix): Scores {
  const { right, all } = totals(confusion);
  const share = ratio(right, all);
  return { precision: share, recall: share, f1: share };
}

function mean(scores: readonly ClassScores[], weight: (of: ClassScores) => number): Scores {
  const total = scores.reduce((sum, of) => sum + weight(of), 0);
  const of = (name: keyof Scores): number => ratio(scores.reduce((sum, s) => sum + weight(s) * s[name], 0), total);
  return { precision: of("precision"), recall: of("recall"), f1: of("f1") };
}
