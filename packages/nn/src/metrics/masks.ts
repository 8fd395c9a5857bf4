import { ratio, totals, type ConfusionMatrix } from "./confusion.ts";

/** How well areas agree, each 0 … 1. */
export interface MaskScores {
  /** Intersection over union of each class; not a number for one that is neither there nor predicted. */
  readonly iou: readonly number[];
  /** Dice of each class, 2·intersection over the sum of both areas: the F1 of its pixels. */
  readonly dice: readonly number[];
  /** The means over the classes that occur. */
  readonly meanIou: number;
  readonly meanDice: number;
  readonly pixelAccuracy: number;
}

/** Scores of a segmentation, from the confusion matrix of its pixels. */
export function maskScores(confusion: ConfusionMatrix): MaskScores {
  const { all, right, ofLabel, ofPrediction } = totals(confusion);
  const classes = confusion.map((row, i) => ({ both: row[i] ?? 0, areas: (ofLabel[i] ?? 0) + (ofPrediction[i] ?? 0) }));
  const iou = classes.map(({ both, areas }) => both / (areas - both));
  const dice = classes.map(({ both, areas }) => (2 * both) / areas);
  return { iou, dice, meanIou: meanOfNumbers(iou), meanDice: meanOfNumbers(dice), pixelAccuracy: ratio(right, all) };
}

function meanOfNumbers(values: readonly number[]): number {
  const numbers = values.filter((value) => !Number.isNaN(value));
  return ratio(numbers.reduce((a, b) => a + b, 0), numbers.length);
}
