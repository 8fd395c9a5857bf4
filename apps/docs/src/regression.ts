import { activationOf, linear, sigmoid } from "@convscope/core";

export type Point = readonly [x: number, y: number];

/** What is fitted: a straight line, or the probability that a straight line is squashed to. */
export type Fit = "linear" | "logistic";

const squash = { linear: activationOf(linear()), logistic: activationOf(sigmoid()) } as const;

export function predict(fit: Fit, w: number, b: number, x: number): number {
  const activation = squash[fit];
  return activation.acts === "pointwise" ? activation.f(w * x + b) : NaN;
}

/** The loss of one prediction: half the squared error, or binary cross-entropy. */
const losses: Readonly<Record<Fit, (predicted: number, y: number) => number>> = {
  linear: (predicted, y) => (predicted - y) ** 2 / 2,
  // A probability of exactly 0 or 1 would cost infinitely much; as in PyTorch the logarithm stops at −100.
  logistic: (p, y) => -(y * Math.max(-100, Math.log(p)) + (1 - y) * Math.max(-100, Math.log(1 - p))),
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean loss, and its slopes by w and b: the mean of (ŷ − y)·x and of ŷ − y for both. */
export function costOf(fit: Fit, points: readonly Point[], w: number, b: number): { readonly cost: number; readonly byW: number; readonly byB: number } {
  const errors = points.map(([x, y]) => predict(fit, w, b, x) - y);
  return {
    cost: mean(points.map(([x, y]) => losses[fit](predict(fit, w, b, x), y))),
    byW: mean(points.map(([x], i) => (errors[i] ?? 0) * x)),
    byB: mean(errors),
  };
}

/** One step of gradient descent. */
export function descend(fit: Fit, points: readonly Point[], [w, b]: readonly [number, number], rate: number): readonly [w: number, b: number] {
  const { byW, byB } = costOf(fit, points, w, b);
  return [w - rate * byW, b - rate * byB];
}

/** The line of least squares: slope Σ(x−x̄)(y−ȳ)/Σ(x−x̄)². */
export function leastSquares(points: readonly Point[]): readonly [w: number, b: number] {
  const [x0, y0] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const w = points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0) / points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  return [w, y0 - w * x0];
}

/** What the lesson fits. */
export const fitted: Readonly<Record<Fit, readonly Point[]>> = {
  linear: [[1, 1], [2, 3], [3, 2], [4, 5], [5, 4]],
  logistic: [[0.5, 0], [1, 0], [1.5, 0], [2, 1], [2.5, 0], [3, 1], [3.5, 1], [4, 1]],
};
