import fc from "fast-check";
import { expect, test } from "vitest";
import { lossList, probability, slopeByScore } from "./losses.ts";

test("by hand: ŷ = 0.25 for y = 1", () => {
  expect(lossList.map(({ loss }) => Number(loss(0.25, 1).toFixed(4)))).toEqual([0.2813, 1.3863, 0.75]);
  expect(lossList.map(({ slope }) => slope(0.25, 1))).toEqual([-0.75, -4, -1]);
});

test("slopes agree with differences, by the prediction and by the score", () => {
  fc.assert(fc.property(fc.constantFrom(...lossList), fc.double({ min: -3, max: 3, noNaN: true }), fc.constantFrom(0, 1), (one, score, y) => {
    const h = 1e-6;
    const p = probability(score);
    expect((one.loss(p + h, y) - one.loss(p - h, y)) / (2 * h)).toBeCloseTo(one.slope(p, y), 3);
    expect((one.loss(probability(score + h), y) - one.loss(probability(score - h), y)) / (2 * h)).toBeCloseTo(slopeByScore(one, score, y), 3);
  }));
});
