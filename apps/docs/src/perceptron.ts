/** A point of the plane, and what is expected there. */
export interface Sample {
  readonly x: readonly [number, number];
  readonly expected: number;
}

/** w₁, w₂ and the bias. */
export type Line = readonly [w1: number, w2: number, bias: number];

/** One point shown once. */
export interface Shown {
  /** Counted from 1. */
  readonly epoch: number;
  readonly point: number;
  /** w₁·x₁ + w₂·x₂ + bias before the correction. */
  readonly sum: number;
  readonly predicted: number;
  /** expected − predicted: 0, 1 or −1. */
  readonly error: number;
  readonly after: Line;
}

export interface Learning {
  readonly steps: readonly Shown[];
  /** Whether an epoch went by without a correction. */
  readonly parted: boolean;
}

const sumAt = ([w1, w2, bias]: Line, [x1, x2]: Sample["x"]): number => w1 * x1 + w2 * x2 + bias;

export const says = (line: Line, x: Sample["x"]): number => (sumAt(line, x) > 0 ? 1 : 0);

/** Rosenblatt's rule from weights of zero: w ← w + η·(expected − predicted)·x, the bias as the weight of a constant 1, until an epoch needs no correction. */
export function rosenblatt(samples: readonly Sample[], { rate, epochs }: { readonly rate: number; readonly epochs: number }): Learning {
  const steps: Shown[] = [];
  let line: Line = [0, 0, 0];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let corrections = 0;
    for (const [point, { x, expected }] of samples.entries()) {
      const sum = sumAt(line, x);
      const predicted = says(line, x);
      const error = expected - predicted;
      if (error !== 0) corrections++;
      line = [line[0] + rate * error * x[0], line[1] + rate * error * x[1], line[2] + rate * error];
      steps.push({ epoch, point, sum, predicted, error, after: line });
    }
    if (corrections === 0) return { steps, parted: true };
  }
  return { steps, parted: false };
}

/** What is expected at (0, 0), (0, 1), (1, 0) and (1, 1). */
const corners = (...expected: readonly number[]): readonly Sample[] => expected.map((value, i) => ({ x: [Math.floor(i / 2), i % 2], expected: value }));

/** What a perceptron may learn, and what it cannot. */
export const tasks: Readonly<Record<string, readonly Sample[]>> = {
  AND: corners(0, 0, 0, 1),
  OR: corners(0, 1, 1, 1),
  NAND: corners(1, 1, 1, 0),
  XOR: corners(0, 1, 1, 0),
  "six points": [{ x: [0.5, 2], expected: 0 }, { x: [1, 1], expected: 0 }, { x: [1.5, 2.2], expected: 0 }, { x: [2.5, 0.5], expected: 1 }, { x: [3, 2], expected: 1 }, { x: [3.5, 1], expected: 1 }],
};
