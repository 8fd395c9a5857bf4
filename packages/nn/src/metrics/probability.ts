const least = 1e-15;

/** The mean of −log p of the right class; p is taken as at least 10⁻¹⁵. probabilities `[samples, classes]` · labels `[samples]`. */
export function logLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum -= Math.log(bounded(probabilities[row * classes + (labels[row] ?? 0)] ?? NaN));
  return sum / labels.length;
}

/** The mean of −log p of yes-or-no answers. probabilities of yes `[samples]` · labels 0 or 1. */
export function binaryLogLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = bounded(probabilities[i] ?? NaN);
    sum -= labels[i] === 1 ? Math.log(p) : Math.log(1 - p);
  }
  return sum / labels.length;
}

/** The mean squared distance of probability and answer: 0 is perfect, ¼ is always saying ½. Brier, 1950. */
export function brierScore(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += ((probabilities[i] ?? NaN) - (labels[i] ?? NaN)) ** 2;
  return sum / labels.length;
}

const bounded = (p: number): number => Math.min(Math.max(p, least), 1 - least);
