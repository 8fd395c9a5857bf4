import { expectClose, golden } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { constantRate, cosine, parseSchedule, scheduleFactor, schedules, type ScheduleKind } from "./index.ts";

interface Golden {
  readonly schedules: readonly { readonly name: string; readonly config: { readonly T_max?: number; readonly eta_min?: number }; readonly base_lr: number; readonly lr: readonly number[] }[];
}
const torch = golden<Golden>("optim.json").schedules;

test.each(["cosine", "cosine_eta_min_T20"])("%s is PyTorch's", (name) => {
  const found = torch.find((schedule) => schedule.name === name);
  const { T_max: steps = 0, eta_min: least = 0 } = found?.config ?? {};
  const base = found?.base_lr ?? NaN;
  expect(steps).toBeGreaterThan(0);
  const ours = Array.from({ length: steps }, (_, step) => base * scheduleFactor(cosine({ alpha: least / base }), step, steps));
  expectClose(ours, (found?.lr ?? []).slice(0, steps), { relative: 1e-9, absolute: 1e-12 });
});

describe("every schedule", () => {
  test("begins with the whole learning rate, and never exceeds it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(schedules) as ScheduleKind[])), fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (kind, steps, part) => {
        const schedule = schedules[kind]();
        expect(scheduleFactor(schedule, 0, steps)).toBe(1);
        const factor = scheduleFactor(schedule, Math.floor(part * steps), steps);
        expect(factor).toBeGreaterThan(0);
        expect(factor).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test("by hand: half of it half way", () => {
  expect(scheduleFactor(cosine(), 5, 10)).toBeCloseTo(0.5, 12);
  expect(scheduleFactor(cosine({ alpha: 0.2 }), 5, 10)).toBeCloseTo(0.6, 12);
  expect(scheduleFactor(constantRate(), 7, 10)).toBe(1);
});

test("read from a configuration", () => {
  expect(parseSchedule("cosine")).toEqual({ kind: "cosine", alpha: 0 });
  expect(() => parseSchedule("cosin")).toThrowErrorMatchingInlineSnapshot(`[RangeError: schedule: unknown kind "cosin". Did you mean "cosine"? Kinds: constant, cosine.]`);
  expect(() => parseSchedule({ kind: "cosine", alpha: 2 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: cosine: alpha must be a number from 0 to below 1. Received 2.]`);
});
