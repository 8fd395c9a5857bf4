import fc from "fast-check";
import { expect, test } from "vitest";
import { adaptiveAveragePooling2d, adaptiveBins, adaptiveMaxPooling2d, derive, outputShape, windows } from "./index.ts";

test("bins share out the positions, and overlap where they must", () => {
  expect(adaptiveBins(6, 3)).toEqual([[0, 2], [2, 4], [4, 6]]);
  expect(adaptiveBins(7, 3)).toEqual([[0, 3], [2, 5], [4, 7]]);
  expect(adaptiveBins(2, 4)).toEqual([[0, 1], [0, 1], [1, 2], [1, 2]]);
});

test("every position is in a bin, and no bin is empty", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (length, count) => {
      const bins = adaptiveBins(length, count);
      expect(bins.every(([from, to]) => from < to)).toBe(true);
      expect(new Set(bins.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i))).size).toBe(length);
      expect([bins[0]?.[0], bins.at(-1)?.[1]]).toEqual([0, length]);
    }),
  );
});

test("the output has the size that was asked for, whatever the input's", () => {
  for (const layer of [adaptiveAveragePooling2d([7, 5]), adaptiveMaxPooling2d([7, 5])]) {
    expect(outputShape(layer, [[13, 21, 512]])).toEqual([7, 5, 512]);
    expect(derive(layer, [[13, 21, 512]]).map(({ of, value }) => [of, value])).toEqual([["height", 7], ["width", 5]]);
  }
});

test("one bin sees everything; several are windows of the largest", () => {
  expect(windows(adaptiveAveragePooling2d(1), [[7, 7, 2]])).toEqual(["global"]);
  expect(windows(adaptiveMaxPooling2d([2, 3]), [[8, 7, 2]])).toEqual([[{ size: 4, stride: 4, start: 0, middle: 1.5 }, { size: 3, stride: 7 / 3, start: 0, middle: (7 / 3 - 1) / 2 }]]);
});

test("a size below one is refused", () => {
  expect(() => adaptiveAveragePooling2d([0, 1])).toThrowErrorMatchingInlineSnapshot(`[LayerError: adaptiveAveragePooling2d: outputSize must be two values, each a whole number ≥ 1. Received [0,1].]`);
  expect(() => outputShape(adaptiveMaxPooling2d(2), [[7]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: adaptiveMaxPooling2d: input must be [height, width, channels]. Received a vector of 7. A reshape layer can make one.]`);
});
