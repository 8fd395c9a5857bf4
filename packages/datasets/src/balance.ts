/** Refuses what is no label of so many classes; gives how often each occurs. */
function countLabels(where: string, labels: ArrayLike<number>, classes: number): Uint32Array {
  if (!Number.isInteger(classes) || classes < 1 || classes > 1_000_000) throw new RangeError(`${where}: classes must be a whole number from 1 to 1,000,000. Received ${classes}.`);
  const counts = new Uint32Array(classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`${where}: every label must lie in 0 … ${classes - 1}, for ${classes} classes. Received ${label} at position ${i}.`);
    }
    counts[label] = (counts[label] as number) + 1;
  }
  return counts;
}

/**
 * What the loss of each class is to be multiplied by so that rare classes weigh as much as frequent ones: `n / (k · count)`, where k counts the
 * classes that occur. scikit-learn calls it "balanced". Over the samples the weights average to 1. A class without samples gets 0.
 *
 * @returns `[classes]`
 */
export function classWeights(labels: ArrayLike<number>, classes: number): number[] {
  const counts = countLabels("classWeights", labels, classes);
  const occurring = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  return Array.from(counts, (count) => (count === 0 ? 0 : labels.length / (occurring * count)));
}

/** A row for each label with 1 in the label's column and 0 elsewhere, `[labels, classes]`, row-major. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  countLabels("oneHot", labels, classes);
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) rows[i * classes + (labels[i] as number)] = 1;
  return rows;
}
