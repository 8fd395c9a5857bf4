import { expect, test } from "vitest";
import { penalised, penalisedStep } from "./penalties.ts";

test("by hand: w = 0.5, η = 0.1, λ = 1, and a gradient of 0", () => {
  const set = { gradient: 0, rate: 0.1, decay: 1 };
  expect(penalised("L2", 0.5, set, 2).map((weight) => Number(weight.toFixed(6)))).toEqual([0.5, 0.45, 0.405]);
  expect(penalised("L1", 0.5, set, 6).map((weight) => Number(weight.toFixed(6)))).toEqual([0.5, 0.4, 0.3, 0.2, 0.1, 0, 0]);
});

test("with a gradient of 0.3", () => {
  expect(penalisedStep("L2", { weight: 0.5, gradient: 0.3, rate: 0.1, decay: 0.1 })).toBeCloseTo(0.465, 12);
  expect(penalisedStep("L1", { weight: 0.5, gradient: 0.3, rate: 0.1, decay: 0.1 })).toBeCloseTo(0.46, 12);
});
