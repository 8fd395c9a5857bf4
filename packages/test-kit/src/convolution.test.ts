import { expect, test } from "vitest";
import { convolveByLoops, spreadByLoops } from "./index.ts";

test("one row, kernel 1 2, padded before: 0·1 + 1·2, 1·1 + 2·2, 2·1 + 3·2", () => {
  const { shape, data, macs } = convolveByLoops({ shape: [1, 1, 3, 1], data: [1, 2, 3] }, { shape: [1, 2, 1, 1], data: [1, 2] }, { pads: [[0, 0], [1, 0]] });
  expect([shape, [...data], macs]).toEqual([[1, 1, 3, 1], [2, 5, 8], 6]);
});

test("two groups: each filter sees its half of the channels", () => {
  const { data } = convolveByLoops({ shape: [1, 1, 1, 4], data: [1, 10, 100, 1000] }, { shape: [1, 1, 2, 2], data: [1, 2, 3, 4] }, { groups: 2 });
  expect([...data]).toEqual([1 * 1 + 10 * 3, 100 * 2 + 1000 * 4]);
});

test("each input spread over two outputs, two apart", () => {
  const { data, macs } = spreadByLoops({ shape: [1, 1, 2, 1], data: [1, 10] }, { shape: [1, 3, 1, 1], data: [1, 2, 3] }, { size: [1, 5], strides: [1, 2] });
  expect([[...data], macs]).toEqual([[1, 2, 3 + 10, 20, 30], 6]);
});
