import { ratio, totals, type ConfusionMatrix } from "./confusion.ts";

/** The share of samples that are right. */
export function accuracyOf(confusion: ConfusionMatrix): number {
  const { right, all } = totals(confusion);
  return ratio(right, all);
}

/** The mean recall of the classes that occur. */
export function balancedAccuracy(confusion: ConfusionMatrix): number {
  const recalls = confusion.flatMap((row, i) => {
    const support = row.reduce((a, b) => a + b, 0);
    return support === 0 ? [] : [(row[i] ?? 0) / support];
  });
  return ratio(recalls.reduce((a, b) => a + b, 0), recalls.length);
}

/** Agreement beyond chance, κ: 1 is perfect, 0 is what two independent guessers reach. Cohen, 1960. */
export function cohenKappa(confusion: ConfusionMatrix): number {
  const { all, right, ofLabel, ofPrediction } = totals(confusion);
  const chance = products(ofLabel, ofPrediction) / all ** 2;
  return ratio(right / all - chance, 1 - chance);
}

/** The correlation of labels and predictions, −1 … 1, for any number of classes. Gorodkin, 2004, equation 8. */
export function matthewsCorrelation(confusion: ConfusionMatrix): number {
  const { all, right, ofLabel, ofPrediction } = totals(confusion);
  const spread = (counts: readonly number[]): number => all ** 2 - products(counts, counts);
  return ratio(right * all - products(ofLabel, ofPrediction), Math.sqrt(spread(ofLabel) * spread(ofPrediction)));
}

const products = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
