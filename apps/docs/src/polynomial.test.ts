import { expect, test } from "vitest";
import { errorOf, errorsByDegree, fittedPolynomial, learned, valueAt } from "./polynomial.ts";
import { fitted, leastSquares } from "./regression.ts";

test("degree 1 is the line of least squares", () => {
  const [w, b] = leastSquares(fitted.linear);
  const line = fittedPolynomial(fitted.linear, 1, 0);
  expect(line[0]).toBeCloseTo(b, 10);
  expect(line[1]).toBeCloseTo(w, 10);
});

test("degree 9 goes through all ten points, and misses what lies between", () => {
  expect(errorOf(fittedPolynomial(learned, 9, 0), learned)).toBeLessThan(1e-12);
  const errors = errorsByDegree(0);
  const best = errors.reduce((least, one) => (one.validation < least.validation ? one : least));
  expect(best.degree).toBe(3);
  expect(errors[9]?.validation).toBeGreaterThan(4 * best.validation);
  for (const [i, { training }] of errors.entries()) if (i > 0) expect(training).toBeLessThanOrEqual((errors[i - 1]?.training ?? 0) + 1e-9);
});

test("decay makes weights small and the error of validation smaller, then only a mean is left", () => {
  const [free, some] = [errorsByDegree(0)[9], errorsByDegree(0.001)[9]];
  expect(some?.validation).toBeLessThan(free?.validation ?? 0);
  const flat = fittedPolynomial(learned, 9, 1e9);
  expect(valueAt(flat, 1)).toBeCloseTo(learned.reduce((sum, [, y]) => sum + y, 0) / learned.length, 5);
});
