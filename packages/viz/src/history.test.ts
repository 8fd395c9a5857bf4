import { expect, it } from "vitest";
import { bestRow, measured } from "./history.ts";

const rows = [
  { epoch: 1, loss: 1, accuracy: 0.5, valLoss: 0.9, valAccuracy: 0.6 },
  { epoch: 2, loss: 0.5, accuracy: 0.8, valLoss: 0.5, valAccuracy: 0.8 },
  { epoch: 3, loss: 0.2, accuracy: 0.9, valLoss: 0.4, valAccuracy: 0.8 },
  { epoch: 4, loss: null, accuracy: Number.NaN, valLoss: null, valAccuracy: null },
  { epoch: 5, loss: 0.1, accuracy: 0.99, valLoss: 0.45, valAccuracy: 0.85 },
];

it("finds the best epoch by accuracy, loss or number", () => {
  expect(bestRow(rows, "valAccuracy")?.epoch).toBe(5);
  expect(bestRow(rows, "valLoss")?.epoch).toBe(3);
  expect(bestRow(rows.slice(0, 3), "valAccuracy")?.epoch).toBe(3);
  expect(bestRow(rows, 2)?.epoch).toBe(2);
  expect(bestRow(rows, "none")).toBeUndefined();
});

it("falls back on what was measured", () => {
  expect(bestRow([{ epoch: 1, loss: 1, valLoss: 0.4 }, { epoch: 2, loss: 1, valLoss: 0.3 }], "valAccuracy")?.epoch).toBe(2);
  expect(bestRow([{ epoch: 1, loss: 1 }], "valAccuracy")).toBeUndefined();
  expect(measured({ epoch: 1, loss: Number.NaN }, "loss", "training")).toBeUndefined();
});
