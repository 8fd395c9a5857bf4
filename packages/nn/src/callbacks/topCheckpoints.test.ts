import fc from "fast-check";
import { expect, test } from "vitest";
import { valAccuracy, type EpochLog } from "../callback.ts";
import { goThrough } from "./testing.ts";
import { topCheckpoints, topEpochs } from "./topCheckpoints.ts";

const of = (...losses: readonly number[]): EpochLog[] => losses.map((valLoss, i) => ({ epoch: i + 1, loss: 1, valLoss }));

async function told(history: readonly EpochLog[], count: number, done = 0): Promise<string> {
  const words: string[] = [];
  await goThrough(topCheckpoints({ count, save: (_, { epoch }) => void words.push(`+${epoch}`), remove: ({ epoch }) => void words.push(`-${epoch}`) }), history, done);
  return words.join(" ");
}

test("each of the best is saved, before the one that it displaces is removed", async () => {
  expect(await told(of(5, 4, 6, 3, 4.5, NaN, 1), 2)).toBe("+1 +2 +4 -1 +7 -2");
  // What was saved before a training goes on is known from its history.
  expect(await told(of(5, 4, 6, 3, 4.5, NaN, 1), 2, 3)).toBe("+4 -1 +7 -2");
});

test("of equals the first is better, or the last where the monitor says so", () => {
  const history = of(1, 1, 1).map((log, i) => ({ ...log, valAccuracy: i === 1 ? 0.5 : 0.9 }));
  expect(topEpochs(history, 2).map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(topEpochs(history, 2, valAccuracy).map(({ epoch }) => epoch)).toEqual([3, 1]);
  expect(topEpochs(history, 0)).toEqual([]);
});

test("what is kept in the end are the best of all", () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (losses, count) => {
      const kept = topEpochs(of(...losses), count).map(({ valLoss }) => valLoss);
      expect(kept).toEqual([...losses].sort((a, b) => a - b).slice(0, count));
    }),
  ));
