import { activationOf, sigmoid } from "@convscope/core";

/** The loss of one prediction, and its slope by the prediction. */
export interface LossOfOne {
  readonly name: string;
  readonly formula: string;
  loss(p: number, y: number): number;
  slope(p: number, y: number): number;
}

// As in PyTorch the logarithm stops at −100, where a probability is exactly 0.
const log = (p: number): number => Math.max(-100, Math.log(p));

/** The losses of the lesson. */
export const lossList: readonly LossOfOne[] = [
  { name: "half squared error", formula: "½(y − ŷ)²", loss: (p, y) => (y - p) ** 2 / 2, slope: (p, y) => p - y },
  { name: "binary cross-entropy", formula: "−(y·ln ŷ + (1 − y)·ln(1 − ŷ))", loss: (p, y) => -(y * log(p) + (1 - y) * log(1 - p)), slope: (p, y) => -y / p + (1 - y) / (1 - p) },
  { name: "absolute error", formula: "|y − ŷ|", loss: (p, y) => Math.abs(y - p), slope: (p, y) => Math.sign(p - y) },
];

const squash = activationOf(sigmoid());

/** A probability of a score. */
export const probability = (score: number): number => (squash.acts === "pointwise" ? squash.f(score) : NaN);

/** The slope of a loss by the score behind the sigmoid: times ŷ(1 − ŷ). Cross-entropy's is ŷ − y, written so since the two factors cancel. */
export const slopeByScore = (one: LossOfOne, score: number, y: number): number => {
  const p = probability(score);
  return one.name === "binary cross-entropy" ? p - y : one.slope(p, y) * p * (1 - p);
};
