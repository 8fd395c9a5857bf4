import { expect, test } from "vitest";
import { derive, maxPooling2d, outputShape, windows } from "../index.ts";

test("dilated windows span more than they look at", () => {
  const layer = maxPooling2d([2, 3], { strides: 1, dilationRate: [3, 2] });
  expect(outputShape(layer, [[8, 9, 4]])).toEqual([5, 5, 4]);
  expect(windows(layer, [[8, 9, 4]])).toEqual([[{ size: 4, stride: 1, start: 0 }, { size: 5, stride: 1, start: 0 }]]);
  expect(derive(layer, [[8, 9, 4]]).map(({ of, value, source }) => [of, value, source])).toEqual([
    ["height", 5, "arXiv:1603.07285, relationship 15"],
    ["width", 5, "arXiv:1603.07285, relationship 15"],
  ]);
});

test("the record is plain and complete", () => {
  expect(maxPooling2d(2)).toEqual({ kind: "maxPooling2d", kernelSize: [2, 2], strides: [2, 2], padding: [[0, 0], [0, 0]], dilationRate: [1, 1], ceilMode: false });
});

test("a dilation that is none is refused", () => {
  expect(() => maxPooling2d(2, { dilationRate: 0 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: maxPooling2d: dilationRate must be two values, each a whole number ≥ 1. Received [0,0].]`);
});
