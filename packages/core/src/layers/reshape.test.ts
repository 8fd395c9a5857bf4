import { expect, test } from "vitest";
import { derive, outputShape, reshape } from "../index.ts";

test("one axis may take what is left", () => {
  expect(outputShape(reshape([7, 7, 64]), [[3136]])).toEqual([7, 7, 64]);
  expect(outputShape(reshape([-1, 768]), [[14, 14, 768]])).toEqual([196, 768]);
  expect(derive(reshape([-1, 768]), [[14, 14, 768]]).map(({ of, value }) => [of, value])).toEqual([["axis 0", 196]]);
  expect(derive(reshape([-1]), [[2, 3]]).map(({ value }) => value)).toEqual([6]);
});

test("refused: values that do not fill the shape, two open axes", () => {
  expect(() => outputShape(reshape([7, 7, 65]), [[3136]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: reshape: the values must fill the shape. Received 3136 values for [7, 7, 65] = 3185.]`);
  expect(() => outputShape(reshape([-1, 5]), [[7, 7]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: reshape: the values must fill the shape. Received 7×7 = 49 values for [-1, 5], whose other axes hold 5.]`);
  expect(() => reshape([-1, -1])).toThrowErrorMatchingInlineSnapshot(`[LayerError: reshape: axes must be ≥ 1, and at most one -1. Received [-1, -1].]`);
  expect(() => reshape([0, 4])).toThrowErrorMatchingInlineSnapshot(`[LayerError: reshape: axes must be ≥ 1, and at most one -1. Received [0, 4].]`);
});
