import { expect, test } from "vitest";
import { smoothed, windowWeights } from "./signal.ts";

test("the signal of the lesson", () => {
  const signal = [2, 8, 5, 11, 2, 8];
  expect(smoothed(signal, windowWeights("even", 3)).map((value) => Number(value.toFixed(6)))).toEqual([5, 8, 6, 7]);
  expect(windowWeights("binomial", 3)).toEqual([0.25, 0.5, 0.25]);
  expect(windowWeights("binomial", 5)).toEqual([1, 4, 6, 4, 1].map((value) => value / 16));
  expect(smoothed(signal, windowWeights("binomial", 3))).toEqual([5.75, 7.25, 7.25, 5.75]);
  expect(smoothed([1, 2], windowWeights("even", 3))).toEqual([]);
});
