import { expect, test } from "vitest";
import { batchNormalised } from "./batchNorm.ts";

test("mean 0, variance 1, then scale and shift", () => {
  const { mean, variance, normalised, output } = batchNormalised([2, 4, 6, 8], { scale: 2, shift: 1 });
  expect([mean, variance]).toEqual([5, 5]);
  expect(normalised.map((value) => value.toFixed(3))).toEqual(["-1.342", "-0.447", "0.447", "1.342"]);
  expect(output.map((value) => value.toFixed(3))).toEqual(["-1.683", "0.106", "1.894", "3.683"]);
  expect(batchNormalised([3, 3], { scale: 1, shift: 0 }).normalised).toEqual([0, 0]);
});
