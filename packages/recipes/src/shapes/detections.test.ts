import type { Box } from "@convscope/nn";
import { expect, test } from "vitest";
import { pictureDetections } from "./detections.ts";

const regions: readonly Box[] = [[0, 0, 10, 10], [1, 0, 11, 10], [40, 40, 60, 60]];
const size = { classes: 2, height: 64, width: 64 };

test("two regions on one figure give one box, the surer one; one region is moved by the offsets of its class; the rest is background", () => {
  const scores = [0, 3, 0, /* surer */ 0, 5, 0, 0, 0, 4];
  const offsets = new Array<number>(3 * 12).fill(0);
  // 0.1 of the region's width to the right for class 1 of region 2, and 0.1 of its height for another class, which nobody asks.
  offsets[2 * 12 + 8] = 1;
  offsets[2 * 12 + 5] = 1;
  const { boxes, labels, scores: sure } = pictureDetections({ regions, scores, offsets, ...size });
  expect(labels).toEqual([0, 1]);
  expect(boxes.map((box) => Array.from(box, (side) => Math.round(side)))).toEqual([[1, 0, 11, 10], [42, 40, 62, 60]]);
  expect(sure[0]).toBeCloseTo(Math.exp(5) / (Math.exp(5) + 2), 12);
});

test("boxes end at the picture's edges", () => {
  const offsets = new Array<number>(12).fill(0);
  offsets[4] = -3;
  const { boxes } = pictureDetections({ regions: [[0, 0, 10, 10]], scores: [0, 5, 0], offsets, ...size });
  expect(boxes).toEqual([[0, 0, 7, 10]]);
});
