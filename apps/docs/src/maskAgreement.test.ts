import { expect, test } from "vitest";
import { foundMask, maskAgreement, squareMask } from "./maskAgreement.ts";

test("a square that was found a pixel too far right", () => {
  const { iou, dice, meanIou, meanDice, pixelAccuracy, counts } = maskAgreement(squareMask, foundMask);
  expect(counts[1]).toEqual({ both: 2, truth: 4, found: 4 });
  expect([iou[1], dice[1], iou[0], dice[0], meanIou, meanDice, pixelAccuracy].map((value) => Number(value?.toFixed(3)))).toEqual([0.333, 0.5, 0.714, 0.833, 0.524, 0.667, 0.75]);
});

test("a class that is a fraction, or grids of different sizes, are refused in the package's words", () => {
  expect(() => maskAgreement([[0.5]], [[0]])).toThrow(/whole numbers/);
  expect(() => maskAgreement([[0, 1]], [[0]])).toThrow(/one prediction for each label/);
});
