import { expect, test } from "vitest";
import { folder, run, words } from "./run.ts";

test("a small CNN passes 98 % on strokes, which no linear classifier may pass 95 % of", async () => {
  const { status, json } = await run(words("train fashion-cnn --data strokes --epochs 4 --backend wasm --out run --json"), { cwd: folder() });
  expect(status).toBe(0);
  const { test: measured, history } = json<{ test: { accuracy: number; macroF1: number }; history: readonly { valLoss: number }[] }>();
  expect(measured.accuracy).toBeGreaterThanOrEqual(0.98);
  expect(measured.macroF1).toBeGreaterThanOrEqual(0.98);
  expect(history).toHaveLength(4);
}, 600_000);
