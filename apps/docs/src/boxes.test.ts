import { detectionScores } from "@convscope/nn";
import { expect, test } from "vitest";
import { detections, overlapOf, rankedDetections, things } from "./boxes.ts";

test("two squares of side 4 that share 4 of 28 pixels", () => {
  expect(overlapOf([0, 0, 4, 4], [2, 2, 6, 6])).toEqual({ width: 2, height: 2, both: 4, either: 28, iou: 1 / 7, offsets: [0.5, 0.5, 0, 0] });
  expect(overlapOf([0, 0, 1, 1], [2, 2, 3, 3]).iou).toBe(0);
});

test("the lesson's detections: without suppression, with it, and with a lower bar", () => {
  const of = (suppress: number, overlap: number): [string, number] => {
    const { ranked, averagePrecision } = rankedDetections({ suppress, overlap });
    return [ranked.map(({ hit }) => (hit ? "+" : "-")).join(""), Number(averagePrecision.toFixed(3))];
  };
  expect(of(1, 0.5)).toEqual(["+-+---", 0.556]);
  expect(of(0.5, 0.5)).toEqual(["++--", 0.667]);
  expect(of(0.5, 0.45)).toEqual(["++-+", 0.917]);
});

test("average precision is that of the package", () => {
  for (const overlap of [0.3, 0.45, 0.5, 0.7, 0.9]) {
    const found = { boxes: detections.map(({ box }) => box), scores: detections.map(({ score }) => score), labels: detections.map(() => 0) };
    const { averagePrecision: [expected] } = detectionScores([found], [{ boxes: things, labels: things.map(() => 0) }], { classes: 1, overlap });
    expect(rankedDetections({ suppress: 1, overlap }).averagePrecision).toBeCloseTo(expected ?? NaN, 12);
  }
});
