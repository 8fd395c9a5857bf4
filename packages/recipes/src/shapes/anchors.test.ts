import fc from "fast-check";
import { movedBox, boxIou, type Box } from "@convscope/nn";
import { expect, test } from "vitest";
import { assigned, deviations, slidingBoxes } from "./anchors.ts";

const windows = slidingBoxes(64, 64, [12, 17, 24]);

test("the corners of the picture are looked at in each size, and nothing outside", () => {
  expect(slidingBoxes(12, 16, [12])).toEqual([[0, 0, 12, 12], [4, 0, 16, 12]]);
  expect(windows).toHaveLength(14 * 14 + 10 * 10 + 6 * 6);
  for (const [left, top, right, bottom] of windows) expect(Math.min(left, top, 64 - right, 64 - bottom)).toBeGreaterThanOrEqual(0);
});

test("any square of nearly one of the sizes overlaps a window by half", () => {
  const square = fc.tuple(fc.constantFrom(12, 17, 24), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(fc.property(square, ([size, x, y]) => {
    const [left, top] = [x * (64 - size), y * (64 - size)];
    expect(Math.max(...windows.map((window) => boxIou(window, [left, top, left + size, top + size])))).toBeGreaterThanOrEqual(0.5);
  }));
});

test("a region is learnt as the figure that it overlaps most, and its offsets lead there", () => {
  const figures = [{ label: 0, box: [0, 0, 10, 10] as const }, { label: 2, box: [4, 0, 16, 10] as const }];
  const region: Box = [3, 0, 14, 10];
  const { label, iou, offsets } = assigned(region, figures);
  expect([label, iou]).toEqual([3, 10 / 13]);
  const [dx = NaN, dy = NaN, dw = NaN, dh = NaN] = offsets.map((offset, i) => offset * (deviations[i] ?? NaN));
  movedBox(region, [dx, dy, dw, dh]).forEach((side, i) => {
    expect(side).toBeCloseTo([4, 0, 16, 10][i] ?? NaN, 9);
  });
});

test("a region that overlaps a figure by less than half is background", () => {
  expect(assigned([0, 0, 4, 4], [{ label: 1, box: [2, 0, 6, 4] }])).toEqual({ label: 0, iou: 1 / 3, offsets: [0, 0, 0, 0] });
  expect(assigned([0, 0, 4, 4], [])).toEqual({ label: 0, iou: 0, offsets: [0, 0, 0, 0] });
});
