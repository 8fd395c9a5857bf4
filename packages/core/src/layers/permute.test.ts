import { expect, test } from "vitest";
import { outputShape, permute, windows } from "../index.ts";

test("axis i of the output is axis axes[i] of the input", () => {
  expect(outputShape(permute([2, 0, 1]), [[5, 6, 7]])).toEqual([7, 5, 6]);
  expect(windows(permute([1, 0, 2]), [[5, 6, 7]])).toEqual(["global"]);
  expect(windows(permute([0, 1, 2]), [[5, 6, 7]])).toEqual(["pointwise"]);
});

test("refused: an axis twice, an axis too few", () => {
  expect(() => permute([0, 0])).toThrowErrorMatchingInlineSnapshot(`[LayerError: permute: axes must name each axis once, from 0. Received [0, 0].]`);
  expect(() => outputShape(permute([1, 0]), [[5, 6, 7]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: permute: axes must name every axis of the input. Received axes [1, 0] for an input [5, 6, 7].]`);
});
