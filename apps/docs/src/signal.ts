import { correlationSteps } from "@convscope/core";

/** Ways to weigh the neighbours of a sample. */
export const weightings = { even: "moving average", binomial: "weighted: the middle counts most" } as const;
export type Weighting = keyof typeof weightings;

/** The weights of a window of `width` samples, which sum to 1. */
export function windowWeights(weighting: Weighting, width: number): readonly number[] {
  let line: readonly number[] = [1];
  // Each row of Pascal's triangle is the sum of the one before and itself moved by one.
  while (line.length < width) line = weighting === "even" ? [...line, 1] : [...line, 0].map((value, i) => value + (line[i - 1] ?? 0));
  const sum = line.reduce((a, b) => a + b, 0);
  return line.map((value) => value / sum);
}

/** A signal seen through a window; only where the window lies wholly inside. */
export const smoothed = (signal: readonly number[], weights: readonly number[]): readonly number[] => (weights.length > signal.length ? [] : correlationSteps([signal], [weights]).map(({ value }) => value));
