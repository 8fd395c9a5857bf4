import { randomOf } from "@convscope/nn";

export type Point = readonly [x: number, y: number];

/** What the points come from, on −1 … 1. */
export const truth = (x: number): number => Math.sin(3 * x);

const noisy = (name: string, count: number): readonly Point[] => {
  const random = randomOf(27, name);
  return Array.from({ length: count }, (_, i) => {
    const x = -1 + (2 * i) / (count - 1);
    return [x, truth(x) + 0.25 * random.normal()] as const;
  });
};

/** Ten points to learn from, and forty others to measure on. */
export const learned: readonly Point[] = noisy("training", 10);
export const heldOut: readonly Point[] = noisy("validation", 40);

/** Weights w₀ … of the powers of x. */
export type Polynomial = readonly number[];

export const valueAt = (weights: Polynomial, x: number): number => weights.reduceRight((sum, weight) => sum * x + weight, 0);

/** The mean squared error. */
export const errorOf = (weights: Polynomial, points: readonly Point[]): number => points.reduce((sum, [x, y]) => sum + (valueAt(weights, x) - y) ** 2, 0) / points.length;

/** Solves a·w = b by elimination, each time with the largest pivot. */
function solved(a: readonly (readonly number[])[], b: readonly number[]): readonly number[] {
  const rows = a.map((row, i) => [...row, b[i] ?? 0]);
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []];
    const from = rows[column] ?? [];
    for (let row = 0; row < n; row++) {
      const to = rows[row] ?? [];
      if (row === column) continue;
      const factor = (to[column] ?? 0) / (from[column] ?? NaN);
      for (let k = column; k <= n; k++) to[k] = (to[k] ?? 0) - factor * (from[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? NaN) / (row[i] ?? NaN));
}

/** The polynomial of least mean squared error plus λ·Σw², without w₀: (XᵀX + nλI)·w = Xᵀy. */
export function fittedPolynomial(points: readonly Point[], degree: number, decay: number): Polynomial {
  const powers = points.map(([x]) => Array.from({ length: degree + 1 }, (_, k) => x ** k));
  const sum = (of: (row: readonly number[], i: number) => number): number => powers.reduce((total, row, i) => total + of(row, i), 0);
  const a = Array.from({ length: degree + 1 }, (_, j) => Array.from({ length: degree + 1 }, (__, k) => sum((row) => (row[j] ?? 0) * (row[k] ?? 0)) + (j === k && j > 0 ? points.length * decay : 0)));
  return solved(a, Array.from({ length: degree + 1 }, (_, j) => sum((row, i) => (row[j] ?? 0) * (points[i]?.[1] ?? 0))));
}

/** Both errors for every degree up to nine. */
export const errorsByDegree = (decay: number): readonly { readonly degree: number; readonly training: number; readonly validation: number }[] =>
  Array.from({ length: 10 }, (_, degree) => {
    const weights = fittedPolynomial(learned, degree, decay);
    return { degree, training: errorOf(weights, learned), validation: errorOf(weights, heldOut) };
  });
