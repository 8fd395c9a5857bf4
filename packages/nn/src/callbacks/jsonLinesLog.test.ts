import { expect, test } from "vitest";
import { jsonLinesLog } from "./jsonLinesLog.ts";
import { goThrough } from "./testing.ts";

const history = [{ epoch: 1, loss: 0.5, valLoss: 0.25 }, { epoch: 2, loss: NaN, valLoss: 0.125 }];

test.each([0, 1])("a record for each epoch, also where a training goes on after %d", async (done) => {
  let text = "";
  await goThrough(jsonLinesLog({ write: (piece) => void (text += piece) }), history, done);
  expect(text).toBe(`{"epoch":1,"loss":0.5,"valLoss":0.25}\n{"epoch":2,"loss":null,"valLoss":0.125}\n`);
});

test("steps are written where they are asked for", async () => {
  const progress = { epoch: 1, epochs: 2, seen: 64, total: 100, means: { loss: 2, accuracy: 0.5 }, imagesPerSecond: 9, learningRate: 0.01 };
  let text = "";
  const log = jsonLinesLog({ write: (piece) => void (text += piece), steps: true });
  await goThrough({ ...log, onTrainBegin: (training) => log.onBatchEnd?.(progress, training) }, []);
  expect(text).toBe(`{"epoch":1,"seen":64,"loss":2,"accuracy":0.5,"learningRate":0.01}\n`);
  expect(jsonLinesLog({ write: () => undefined })).not.toHaveProperty("onBatchEnd");
});
