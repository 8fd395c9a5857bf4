import fc from "fast-check";
import { expect, test } from "vitest";
import { crossEntropy, probabilities, targetRow } from "./softmax.ts";

test("scores 2, 1, 0 by hand", () => {
  const p = probabilities([2, 1, 0]);
  expect(p.map((one) => Number(one.toFixed(3)))).toEqual([0.665, 0.245, 0.09]);
  expect(crossEntropy(targetRow(0, 3, 0), p)).toBeCloseTo(0.4076, 4);
  expect(crossEntropy(targetRow(0, 3, 0.1), p)).toBeCloseTo(0.5076, 4);
});

test("targets add up to one, and the slope by a score is p − y", () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 3, maxLength: 3 }), fc.double({ min: 0, max: 0.9, noNaN: true }), (scores, smoothing) => {
    const y = targetRow(1, 3, smoothing);
    expect(y.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    const moved = (by: number): number => crossEntropy(y, probabilities(scores.map((z, i) => (i === 0 ? z + by : z))));
    expect((moved(1e-5) - moved(-1e-5)) / 2e-5).toBeCloseTo((probabilities(scores)[0] ?? NaN) - (y[0] ?? NaN), 5);
  }));
});
