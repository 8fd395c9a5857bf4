import { expect, test } from "vitest";
import { within } from "./box.ts";

const size = { width: 10, height: 8 };

test("a box is cut at the edges of its picture", () => {
  expect(within([-1, -2, 11, 9], size)).toEqual([0, 0, 10, 8]);
  expect(within([-1, 2, 11, 9], undefined)).toEqual([0, 2, 11, 9]);
  expect(within([1, 2, 3.5, 4], size)).toEqual([1, 2, 3.5, 4]);
});

test.each([
  [[3, 1, 3, 4], /wider/], [[1, 4, 3, 4], /wider/], [[4, 1, 3, 4], /wider/], [[NaN, 1, 2, 3], /four numbers/], [[0, 0, Infinity, 1], /four numbers/],
  [[10, 0, 12, 8], /touch its picture of 10×8/], [[0, -5, 5, 0], /touch its picture of 10×8/],
] as const)("%j is none", (box, message) => {
  expect(within(box, size)).toMatch(message);
});
