import { expect, test } from "vitest";
import { cropping2d, derive, outputShape, windows, zeroPadding2d } from "../index.ts";

test("what is put around is cut off again", () => {
  const edges = [[1, 2], [0, 3]] as const;
  expect(outputShape(zeroPadding2d(edges), [[5, 6, 7]])).toEqual([8, 9, 7]);
  expect(outputShape(cropping2d(edges), [[8, 9, 7]])).toEqual([5, 6, 7]);
  expect(derive(cropping2d(edges), [[8, 9, 7]]).map(({ of, value }) => [of, value])).toEqual([["height", 5], ["width", 6]]);
  expect(windows(cropping2d(edges), [[8, 9, 7]])).toEqual([[{ size: 1, stride: 1, start: 1 }, { size: 1, stride: 1, start: 0 }]]);
});

test("a number is all four sides, a pair both of each axis", () => {
  expect(cropping2d(2).cropping).toEqual([[2, 2], [2, 2]]);
  expect(cropping2d([1, 2]).cropping).toEqual([[1, 1], [2, 2]]);
});

test("refused: nothing left, and a negative side", () => {
  expect(() => outputShape(cropping2d(3), [[6, 9, 1]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: cropping2d: something must be left. Received 6×9×1, cropping=[[3,3],[3,3]]. Cut off at most 5 rows and 8 columns.]`);
  expect(() => cropping2d(-1)).toThrowErrorMatchingInlineSnapshot(`[LayerError: cropping2d: cropping must be two values, each two values, each a whole number ≥ 0. Received [[-1,-1],[-1,-1]].]`);
});
