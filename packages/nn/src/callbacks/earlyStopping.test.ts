import { expect, test } from "vitest";
import type { Arrays } from "../array.ts";
import type { Callback } from "../callback.ts";
import { restoreBest } from "./checkpointBest.ts";
import { earlyStopping } from "./earlyStopping.ts";
import { goThrough } from "./testing.ts";

const history = [3, 1, 2, 2].map((valLoss, i) => ({ epoch: i + 1, loss: 1, valLoss }));
const at = (value: number): Arrays => ({ "fc.weight": { shape: [1, 1], data: Float32Array.of(value) }, "fc.bias": { shape: [1], data: Float32Array.of(value) } });

/** Each epoch leaves its number in the weights; tells what the callback leaves. */
async function left(callback: Callback, done = 0): Promise<number | undefined> {
  let last: Arrays = {};
  await goThrough({
    ...callback,
    async onEpochEnd(log, training) {
      await training.network.setWeights(at(log.epoch));
      await callback.onEpochEnd?.(log, training);
    },
    async onTrainEnd(training) {
      await callback.onTrainEnd?.(training);
      last = await training.network.weights();
    },
  }, history, done);
  return last["fc.weight"]?.data[0];
}

test("the best weights are put back, unless that is not wanted", async () => {
  expect(await left(earlyStopping())).toBe(2);
  expect(await left(earlyStopping({ restore: false }))).toBe(4);
  expect(await left(restoreBest())).toBe(2);
});

test("a training that goes on is given the best so far, which stay the best or do not", async () => {
  expect(await left(earlyStopping({ best: at(-2) }), 2)).toBe(-2);
  expect(await left(restoreBest(undefined, at(-1)), 1)).toBe(2);
  await expect(left(earlyStopping(), 2)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: restoreBest: a training that goes on must be given the best weights so far, those of epoch 2. Received none. Give them beside the monitor, or leave restoreBest out.]`);
  // Without a best epoch there is nothing to give.
  expect(await left(restoreBest({ metric: "other", mode: "min" }), 2)).toBe(4);
});
