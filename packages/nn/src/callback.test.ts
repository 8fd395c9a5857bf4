import { expect, test } from "vitest";
import { bestEpoch, valAccuracy, valLoss, type EpochLog } from "./callback.ts";

const history: readonly EpochLog[] = [
  { epoch: 1, loss: 0.3, valLoss: 0.2, valAccuracy: 0.9 },
  { epoch: 2, loss: 0.2, valLoss: 0.1, valAccuracy: 0.97 },
  { epoch: 3, loss: 0.1, valLoss: 0.1, valAccuracy: 0.98 },
  { epoch: 4, loss: 0.05, valLoss: 0.12, valAccuracy: 0.98 },
];

test("the best epoch has the least loss, the first of equals, or the most right answers, the last of equals", () => {
  expect(bestEpoch(history)?.epoch).toBe(2);
  expect(bestEpoch(history, valLoss)?.epoch).toBe(2);
  expect(bestEpoch(history, valAccuracy)?.epoch).toBe(4);
  expect(bestEpoch(history, { metric: "valAccuracy", mode: "max" })?.epoch).toBe(3);
});

test("a gain must be larger than what is asked; equals are no gain, but the last of them may stand for all", () => {
  expect(bestEpoch(history, valLoss, 0.15)?.epoch).toBe(1);
  expect(bestEpoch(history, { ...valAccuracy, ties: "first" }, 0.05)?.epoch).toBe(2);
});

test("an epoch whose loss is no number does not count, however many answers it had right", () => {
  const broken = [...history, { epoch: 5, loss: NaN, valLoss: 0.1, valAccuracy: 1 }, { epoch: 6, loss: 0.1, valLoss: NaN, valAccuracy: 1 }];
  expect(bestEpoch(broken, valAccuracy)?.epoch).toBe(4);
  expect(bestEpoch([{ epoch: 1, loss: NaN, valAccuracy: 0.1 }], valAccuracy)).toBeUndefined();
});
