import { expect, test } from "vitest";
import { SmoothedLoss } from "./smoothedLoss.ts";

test("the smoothed loss is that of the batches, across an epoch's end", () => {
  const smoothed = new SmoothedLoss();
  // Batches of 10 with the losses 4, 2 and, in the next epoch, 1: the epoch's means are 4, 3 and 1.
  expect(smoothed.add({ epoch: 1, seen: 10, loss: 4 })).toBeCloseTo(4, 12);
  expect(smoothed.add({ epoch: 1, seen: 20, loss: 3 })).toBeCloseTo((0.09 * 4 + 0.1 * 2) / 0.19, 12);
  expect(smoothed.add({ epoch: 2, seen: 10, loss: 1 })).toBeCloseTo((0.081 * 4 + 0.09 * 2 + 0.1 * 1) / 0.271, 12);
});
