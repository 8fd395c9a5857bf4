/**
 * The share of samples whose class is among the k greatest scores. Of equal scores the first classes are taken, so that k = 1 is the accuracy.
 *
 * scores `[samples, classes]` · labels `[samples]`
 */
export function topKAccuracy(scores: ArrayLike<number>, labels: ArrayLike<number>, classes: number, k: number): number {
  if (labels.length === 0) return 0;
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? 0;
    const own = scores[row * classes + label] ?? NaN;
    let before = 0;
    for (let c = 0; c < classes; c++) {
      const other = scores[row * classes + c] ?? NaN;
      if (other > own || (other === own && c < label)) before++;
    }
    if (before < k) right++;
  }
  return right / labels.length;
}
