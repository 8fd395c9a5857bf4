import { averagePooling2d, maxPooling2d } from "@convscope/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rows } from "../test/explained.ts";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { poolingSteps } from "./pooling-steps.ts";
import type { PoolingNumbers } from "./pooling-steps.ts";

const output = (data: PoolingNumbers): string => /Output, row by row: (.*)\.<\/desc>/.exec(poolingSteps(data))?.[1] ?? "";
const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);
const torch = rows([[-1, 0, 1, 2, 3], [4, -2, -1, 0, 1], [2, 3, 4, -2, -1], [0, 1, 2, 3, 4]]);

it("pools the examples of lectures", () => {
  const step = rows([[6, 6, 6, 6], [4, 5, 5, 4], [2, 4, 4, 2], [2, 4, 4, 2]]);
  expect(output({ layer: maxPooling2d(2), input: rows([[5, 1, 3, 4], [8, 2, 9, 2], [1, 3, 0, 1], [2, 2, 2, 0]]) })).toBe("8 9; 3 2");
  expect(output({ layer: maxPooling2d(2), input: rows([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]) })).toBe("6 8; 3 4");
  expect(output({ layer: maxPooling2d(2), input: step })).toBe("6 6; 4 4");
  expect(output({ layer: averagePooling2d(2), input: step })).toBe("5.25 5.25; 3 3");
});

// max_pool2d and avg_pool2d of PyTorch 1.13 with the same numbers.
it("pools with padding, overlap and a window that hangs over as PyTorch does", () => {
  expect(output({ layer: maxPooling2d(3, { strides: 2, padding: 1, ceilMode: true }), input: torch })).toBe("4 2 3; 4 4 4; 1 3 4");
  expect(output({ layer: averagePooling2d(2, { padding: 1 }), input: torch })).toBe("−0.25 0.25 1.25; 1.5 1 −0.5; 0 0.75 1.75");
  expect(output({ layer: averagePooling2d(2, { padding: 1, countIncludePad: false }), input: torch })).toBe("−1 0.5 2.5; 3 1 −0.5; 0 1.5 3.5");
});

it("marks the largest value, the first where two tie", () => {
  const svg = poolingSteps({ layer: maxPooling2d(2), input: rows([[1, 7], [7, 0]]) }, { step: 1 });
  const [seven] = textBoxes(svg).filter(({ what }) => what === "7").sort((a, b) => a.top - b.top || a.left - b.left);
  const [, cx = 0, cy = 0] = (/<circle cx="([\d.]+)" cy="([\d.]+)"/.exec(svg) ?? []).map(Number);
  expect(seven === undefined ? [] : [cx > seven.left && cx < seven.right, cy > seven.top && cy < seven.bottom]).toEqual([true, true]);
  expect(texts(svg)).toEqual(expect.arrayContaining(["the largest of 1, 7, 7, 0", "= 7"]));
});

it("says what the padding does to a mean", () => {
  const of = (countIncludePad: boolean): string[] => texts(poolingSteps({ layer: averagePooling2d(2, { padding: 1, countIncludePad }), input: torch }, { step: 2 }));
  expect(of(true)).toEqual(expect.arrayContaining(["(0 + 1 + 2·0) / 4", "= 0.25"]));
  expect(of(false)).toEqual(expect.arrayContaining(["(0 + 1) / 2", "= 0.5"]));
});

it("keeps text apart, whatever the sizes", () => {
  const side = fc.integer({ min: 4, max: 9 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.boolean(), fc.constantFrom(240, 760), (height, width, kernel, strides, max, ceilMode, limit) => {
      const options = { strides, padding: Math.floor(kernel / 2), ceilMode };
      const data = Array.from({ length: height * width }, (_, i) => ((i * 7) % 11) / 3 - 1);
      expect(layoutProblems(poolingSteps({ layer: max ? maxPooling2d(kernel, options) : averagePooling2d(kernel, options), input: { shape: [height, width], data } }, { width: limit }))).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

it("refuses more than one channel", () => {
  expect(() => poolingSteps({ layer: maxPooling2d(2), input: { shape: [2, 2, 3], data: new Float32Array(12) } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: poolingSteps: shape of input must be [H, W] with sizes of at least 1. Received [2, 2, 3].]`);
});
