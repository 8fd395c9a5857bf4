import { expect, test } from "vitest";
import { derive, outputShape, windows, zeroPadding2d } from "../index.ts";

test("zeros all around, or below and to the right only", () => {
  expect(outputShape(zeroPadding2d(3), [[224, 224, 3]])).toEqual([230, 230, 3]);
  expect(derive(zeroPadding2d([[0, 1], [2, 0]]), [[224, 224, 3]]).map(({ of, value }) => [of, value])).toEqual([["height", 225], ["width", 226]]);
  expect(windows(zeroPadding2d([[0, 1], [2, 0]]), [[4, 4, 3]])[0]?.[1]).toEqual({ size: 1, stride: 1, start: -2 });
});

test("half a row is refused", () => {
  expect(() => zeroPadding2d(0.5)).toThrowErrorMatchingInlineSnapshot(`[LayerError: zeroPadding2d: padding must be two values, each two values, each a whole number ≥ 0. Received [[0.5,0.5],[0.5,0.5]].]`);
});
