import fc from "fast-check";
import { expect, test } from "vitest";
import { interval, testResult } from "./summary.ts";

test("right answers, and what guessing reaches", () => {
  expect(testResult([[8, 2], [1, 4]])).toEqual({ samples: 15, right: 12, guessing: 10 / 15 });
  expect(testResult([[0, 0], [0, 0]])).toEqual({ samples: 0, right: 0, guessing: 0 });
});

test("the score interval", () => {
  // Of none right the lower end is 0 and the upper z² / (n + z²): with n = 10, 3.8415 / 13.8415.
  expect(interval(0, 10).map((x) => x.toFixed(4))).toEqual(["0.0000", "0.2775"]);
  fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
    const right = Math.round(n * share);
    const [low, high] = interval(right, n);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    expect(low - 1e-12 <= right / n && right / n <= high + 1e-12).toBe(true);
    // At its ends a share is as far from what was seen as 1.96 of its own standard deviations: that is what defines it.
    for (const end of [low, high]) expect((right / n - end) ** 2).toBeCloseTo((1.959964 ** 2 * end * (1 - end)) / n, 9);
  }));
});
