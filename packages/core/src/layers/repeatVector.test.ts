import { expect, test } from "vitest";
import { derive, outputShape, repeatVector } from "../index.ts";

test("a vector becomes a sequence", () => {
  expect(outputShape(repeatVector(20), [[512]])).toEqual([20, 512]);
  expect(derive(repeatVector(20), [[512]]).map(({ of, value }) => [of, value])).toEqual([["length", 20]]);
});

test("maps are refused", () => {
  expect(() => outputShape(repeatVector(20), [[7, 7, 512]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: repeatVector: input must be a vector. Received [7, 7, 512]. A flatten or global pooling layer can make one.]`);
});
