import { expect, test } from "vitest";
import { dice, halfSquaredError, klDivergence, meanSquaredError, sampleFactors, sparseCategoricalCrossentropy, type Loss } from "./index.ts";

/** Of 2 samples of 3 places and 4 classes; all labels of the first are 0, and one of the second is 9. */
const of = (loss: Loss, ...weights: number[]): readonly [factors: number[], total: number] => {
  const target = { shape: [2, 3], data: Int32Array.of(0, 0, 0, 1, 1, 9) };
  const { factors, total } = sampleFactors(loss, [2, 3, 4], target, weights.length > 0 ? { shape: [2], data: Float32Array.from(weights) } : undefined);
  return [[...factors], total];
};
const fraction = (a: number, b: number): number => Math.fround(a / b);

test("a mean divides by samples, places, values or the weights of labels, a sum by nothing", () => {
  expect(of(dice())).toEqual([[0.5, 0.5], 2]);
  expect(of(halfSquaredError(), 1, 3)).toEqual([[0.25, 0.75], 4]);
  expect(of(meanSquaredError(), 1, 3)).toEqual([[fraction(1, 48), fraction(3, 48)], 4]);
  expect(of(klDivergence({ reduction: "mean" }))).toEqual([[fraction(1, 24), fraction(1, 24)], 2]);
  expect(of(sparseCategoricalCrossentropy(), 1, 3)).toEqual([[fraction(1, 12), fraction(3, 12)], 4]);
  expect(of(meanSquaredError({ reduction: "sum" }), 1, 3)).toEqual([[1, 3], 2]);
  expect(of(meanSquaredError({ reduction: "sum" }))).toEqual([[1, 1], 2]);
});

test("weights of samples and classes are multiplied, and what is left out counts nothing", () => {
  // 2 · 3 · 0.5 + 1 · 2 · 4 = 11 of 3 places each
  const [factors, total] = of(sparseCategoricalCrossentropy({ classWeights: [0.5, 4, 1, 1], ignoreClass: 9 }), 2, 1);
  expect(factors).toEqual([fraction(2, 11), fraction(1, 11)]);
  expect(total).toBeCloseTo(11 / 3, 12);
});

test("where no weight counts nothing does; where all labels are left out the mean is not a number, as in PyTorch", () => {
  expect(of(meanSquaredError(), 0, 0)).toEqual([[0, 0], 0]);
  const { factors } = sampleFactors(sparseCategoricalCrossentropy({ ignoreClass: 1 }), [1, 2], { shape: [1], data: Int32Array.of(1) });
  expect([...factors].map((factor) => factor * 0)).toEqual([NaN]);
});
