import { expect, test } from "vitest";
import { derive, gaussianPooling2d, macs } from "../index.ts";

test("each output has one product for each cell of its window", () => {
  const layer = gaussianPooling2d(3, { strides: 2, padding: 1, sigma: 0.8 });
  expect(macs(layer, [[8, 8, 2]])).toBe(4 * 4 * 2 * 9);
  expect(derive(layer, [[8, 8, 2]]).map(({ of, value }) => [of, value])).toEqual([["height", 4], ["width", 4], ["macs", 288]]);
});
