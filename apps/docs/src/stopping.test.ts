import { earlyStopping } from "@convscope/nn";
import { expect, test } from "vitest";
import { monitors, recordings, stoppedAt } from "./stopping.ts";

test("the recorded training that learned by heart: best in epoch 5, and after ten in vain it ends with epoch 15", () => {
  const [plain] = recordings;
  const found = stoppedAt(plain?.history ?? [], 10, monitors["validation loss"] ?? { metric: "valLoss", mode: "min" });
  expect([found.kept.epoch, found.last, found.stopped]).toEqual([5, 15, true]);
});

test.each(recordings.flatMap(({ name, history }) => Object.entries(monitors).flatMap(([watched, monitor]) => [1, 3, 10, 39].map((patience) => ({ name, watched, patience, history, monitor })))))(
  "$name, $watched, patience $patience: where earlyStopping ends it",
  async ({ history, monitor, patience }) => {
    const callback = earlyStopping({ monitor, patience, restore: false });
    let ended = history.length;
    for (const [i, log] of history.entries()) {
      if (await callback.onEpochEnd?.(log, { history: history.slice(0, i + 1) } as never)) {
        ended = i + 1;
        break;
      }
    }
    expect(stoppedAt(history, patience, monitor).last).toBe(ended);
  },
);
