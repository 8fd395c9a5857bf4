import { expectClose, golden } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EpochLog } from "../callback.ts";
import {
  byEpoch, constantRate, cosine, cosineRestarts, cyclic, exponentialDecay, inverseTimeDecay, oneCycle, parseSchedule, plateau, polynomialDecay, scheduleFactor, scheduleMomentum, schedules, stepDecay, warmup,
  type Moment, type Schedule, type ScheduleKind,
} from "./index.ts";
import { checkSchedule } from "./table.ts";

/** In a training of one epoch. */
const at = (step: number, steps: number): Moment => ({ step, steps, stepsPerEpoch: steps, history: [] });

describe("PyTorch 1.13", () => {
  interface Recorded {
    readonly name: string;
    readonly config: { readonly [name: string]: number | string | boolean | readonly number[] };
    readonly base_lr: number;
    readonly lr: readonly number[];
    readonly momentum?: readonly number[];
    readonly metric?: readonly number[];
  }
  /** The schedule, and the learning rate of the optimiser where it is not `base_lr`. */
  type Ours = readonly [schedule: Schedule, rate?: number];
  const [unit, n] = ["step", (value: Recorded["config"][string] | undefined): number => Number(value)] as const;
  const cut = ({ config: { mode, factor, patience, threshold, threshold_mode, cooldown, min_lr }, base_lr }: Recorded): Ours =>
    [plateau({ metric: "watched", mode: mode as "min", factor: n(factor), patience: n(patience), threshold: n(threshold), relative: threshold_mode === "rel", cooldown: n(cooldown), least: n(min_lr) / base_lr })];
  const momentum = [0.85, 0.95] as const;
  const ours: { readonly [name: string]: (recorded: Recorded) => Ours } = {
    step: ({ config }) => [stepDecay({ every: n(config["step_size"]), gamma: n(config["gamma"]), unit })],
    multistep: ({ config }) => [byEpoch({ after: Object.fromEntries((config["milestones"] as readonly number[]).map((epochs, i) => [epochs, n(config["gamma"]) ** (i + 1)])) })],
    exponential: ({ config }) => [exponentialDecay({ gamma: n(config["gamma"]) })],
    cosine: () => [cosine()],
    cosine_eta_min_T20: ({ config, base_lr }) => [cosine({ over: n(config["T_max"]), unit, alpha: n(config["eta_min"]) / base_lr })],
    cosine_warm_restarts: ({ config, base_lr }) => [cosineRestarts({ first: n(config["T_0"]), growth: n(config["T_mult"]), alpha: n(config["eta_min"]) / base_lr })],
    one_cycle_cos: ({ config }) => [oneCycle({ rise: n(config["pct_start"]), initialDivisor: n(config["div_factor"]), finalDivisor: n(config["final_div_factor"]), momentum }), n(config["max_lr"])],
    one_cycle_linear_three_phase: ({ config }) => [oneCycle({ rise: n(config["pct_start"]), initialDivisor: n(config["div_factor"]), finalDivisor: n(config["final_div_factor"]), shape: "linear", threePhases: true, momentum }), n(config["max_lr"])],
    cyclic_triangular: ({ config }) => [cyclic({ least: n(config["base_lr"]) / n(config["max_lr"]), up: n(config["step_size_up"]), down: n(config["step_size_down"]) }), n(config["max_lr"])],
    plateau: cut,
    plateau_cooldown_min_lr: cut,
    linear_warmup: ({ config }) => [warmup({ over: n(config["total_iters"]), from: n(config["start_factor"]) })],
    constant_warmup: ({ config }) => [warmup({ over: n(config["total_iters"]), from: n(config["factor"]), shape: "constant" })],
    polynomial: ({ config }) => [polynomialDecay({ over: n(config["total_iters"]), power: n(config["power"]) })],
    warmup_then_cosine: () => [warmup({ over: 5, from: 0.1, unit, then: cosine() })],
    lambda_inverse_time: () => [inverseTimeDecay({ decay: 0.1 })],
  };
  const recorded = golden<{ readonly schedules: readonly Recorded[] }>("optim.json").schedules;

  test("all 16 recorded ones are compared", () => expect(recorded.map(({ name }) => name)).toEqual(Object.keys(ours)));

  test.each(recorded.map((one) => [one.name, one] as const))("%s", (name, one) => {
    const [schedule, rate = one.base_lr] = ours[name]?.(one) ?? [constantRate()];
    // PyTorch's schedulers know no epochs: one of ours is one of their steps.
    const moment = (step: number): Moment => ({ step, steps: one.lr.length, stepsPerEpoch: 1, history: (one.metric ?? []).slice(0, step).map((watched, i): EpochLog => ({ epoch: i + 1, loss: 0, watched })) });
    const tolerance = { relative: 1e-9, absolute: 1e-12 };
    expect(one.lr).toHaveLength(50);
    expectClose(one.lr.map((_, step) => rate * scheduleFactor(schedule, moment(step))), one.lr, tolerance);
    if (one.momentum) expectClose(one.momentum.map((_, step) => scheduleMomentum(schedule, moment(step)) ?? NaN), one.momentum, tolerance);
  });
});

describe("every schedule", () => {
  const kinds = fc.constantFrom(...(Object.keys(schedules) as ScheduleKind[]));

  test("gives a factor above 0 and at most 1, as long as the training lasts", () => {
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (kind, stepsPerEpoch, epochs, part) => {
        const steps = stepsPerEpoch * epochs;
        const factor = scheduleFactor(schedules[kind](), { step: Math.floor(part * steps), steps, stepsPerEpoch, history: [] });
        expect(factor).toBeGreaterThan(0);
        expect(factor).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("is the same in epochs as in as many steps", () => {
    const inEpochs = { step: { every: 3 }, cosineRestarts: { first: 2, growth: 1.5 }, cyclic: { up: 1.5, down: 4 }, exponential: { gamma: 0.9 }, inverseTime: { decay: 0.4 }, polynomial: { over: 6, power: 2 }, warmup: { over: 2.5, then: cosine() }, cosine: { over: 4 } } as const;
    /** The same in steps, of which 8 are an epoch; a share per epoch is its eighth root per step. */
    const inSteps: { readonly [kind: string]: object } = { step: { every: 24 }, cosineRestarts: { first: 16, growth: 1.5 }, cyclic: { up: 12, down: 32 }, exponential: { gamma: 0.9 ** (1 / 8) }, inverseTime: { decay: 0.05 }, polynomial: { over: 48, power: 2 }, warmup: { over: 20, then: cosine() }, cosine: { over: 32 } };
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(inEpochs) as (keyof typeof inEpochs)[])), fc.integer({ min: 0, max: 79 }), (kind, step) => {
        const moment: Moment = { step, steps: 80, stepsPerEpoch: 8, history: [] };
        const [ours, other] = [inEpochs[kind], { ...inSteps[kind], unit: "step" }].map((options) => scheduleFactor(parseSchedule({ kind, ...options }), moment));
        expect(ours).toBeCloseTo(other ?? NaN, 10);
      }),
    );
  });

  test("is plain data: JSON and back is the same", () => {
    for (const make of Object.values(schedules)) expect(parseSchedule(JSON.parse(JSON.stringify(make())))).toEqual(make());
  });
});

test("what is no schedule is refused before a training begins", () => {
  for (const wrong of ["cosine", { kind: "nope" }, cosine]) expect(() => checkSchedule(wrong as never)).toThrow(/^schedule: must be what cosine\(\) and its like give\. Received .* Write schedule: cosine\(\)\.$/);
  expect(() => checkSchedule(cosine())).not.toThrow();
});

test("by hand: half of it half way", () => {
  expect(scheduleFactor(cosine(), at(5, 10))).toBeCloseTo(0.5, 12);
  expect(scheduleFactor(cosine({ alpha: 0.2 }), at(5, 10))).toBeCloseTo(0.6, 12);
  expect(scheduleFactor(polynomialDecay(), at(5, 10))).toBe(0.5);
  expect(scheduleFactor(constantRate(), at(7, 10))).toBe(1);
});

test("by hand: the lecture's 0.01, and 0.001 from epoch 50, changes with the first step after 50 finished epochs", () => {
  const rate = (step: number): number => 0.01 * scheduleFactor(byEpoch({ after: { 50: 0.1, 75: 0 } }), { step, steps: 1000, stepsPerEpoch: 10, history: [] });
  expect([0, 499, 500, 749, 750].map(rate)).toEqual([0.01, 0.01, 0.001, 0.001, 0]);
});

test("by hand: after the warm-up what follows has what is left of the training, and of the history", () => {
  const history = [1, 2, 2, 2, 2].map((loss, i) => ({ epoch: i + 1, loss }));
  const moment: Moment = { step: 50, steps: 100, stepsPerEpoch: 10, history };
  expect(scheduleFactor(warmup({ over: 5, then: polynomialDecay() }), { ...moment, step: 75 })).toBe(0.5);
  expect(scheduleFactor(plateau({ patience: 3 }), moment)).toBe(0.1);
  expect(scheduleFactor(warmup({ over: 1, then: plateau({ patience: 3 }) }), moment)).toBe(1);
  expect(scheduleFactor(warmup({ over: 1, then: plateau({ patience: 2 }) }), moment)).toBe(0.1);
});

test("a plateau looks at the held-out loss if there is one, at what it is told, and says what there is", () => {
  const history = [1, 1, 1].map((loss, i) => ({ epoch: i + 1, loss, valLoss: 1 / (i + 1), valAccuracy: 0.5 }));
  const moment: Moment = { ...at(3, 10), history };
  expect(scheduleFactor(plateau({ patience: 1 }), moment)).toBe(1);
  expect(scheduleFactor(plateau({ patience: 1, metric: "loss" }), moment)).toBe(0.1);
  expect(scheduleFactor(plateau({ patience: 1, metric: "valAccuracy", mode: "max" }), moment)).toBe(0.1);
  expect(scheduleFactor(plateau({ patience: 1 }), { ...moment, history: history.map(({ epoch, loss }) => ({ epoch, loss })) })).toBe(0.1);
  expect(scheduleFactor(plateau({ patience: 1, metric: "loss" }), { ...moment, history: history.map(({ epoch }) => ({ epoch, loss: NaN })) })).toBe(0.1);
  expect(() => scheduleFactor(plateau({ metric: "valF1" }), moment)).toThrowErrorMatchingInlineSnapshot(`[RangeError: plateau: metric must be something that the epochs measure. Received "valF1"; measured are loss, valLoss, valAccuracy.]`);
});

test("momentum stays the optimiser's own but where a one-cycle is asked to move it, also after a warm-up", () => {
  expect(scheduleMomentum(oneCycle(), at(0, 10))).toBeUndefined();
  expect(scheduleMomentum(cosine(), at(0, 10))).toBeUndefined();
  const moved = warmup({ over: 5, unit: "step", then: oneCycle({ momentum: [0.8, 0.9] }) });
  expect([4, 5, 7, 14].map((step) => scheduleMomentum(moved, at(step, 15)))).toEqual([undefined, 0.9, 0.8, 0.9]);
});

test("read from a configuration, or from a few words", () => {
  expect(parseSchedule("cosine")).toEqual({ kind: "cosine", alpha: 0, unit: "epoch" });
  expect(parseSchedule("step:20:0.5")).toEqual(stepDecay({ every: 20, gamma: 0.5 }));
  expect(parseSchedule("oneCycle:0.4")).toEqual(oneCycle({ rise: 0.4 }));
  expect(parseSchedule("warmup:5, cosine:0.01")).toEqual(warmup({ over: 5, then: cosine({ alpha: 0.01 }) }));
  expect(parseSchedule({ kind: "warmup", then: { kind: "step", every: 3 } })).toEqual(warmup({ then: stepDecay({ every: 3 }) }));
  expect(parseSchedule({ kind: "warmup", then: "plateau" })).toEqual(warmup({ then: plateau() }));
});

test("what it cannot read it refuses in words", () => {
  expect(() => parseSchedule("cosin")).toThrowErrorMatchingInlineSnapshot(`[RangeError: schedule: unknown kind "cosin". Did you mean "cosine"? Kinds: byEpoch, constant, cosine, cosineRestarts, cyclic, exponential, inverseTime, oneCycle, plateau, polynomial, step, warmup.]`);
  expect(() => parseSchedule({ kind: "cosine", alpha: 2 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: cosine: alpha must be a number from 0 to below 1. Received 2.]`);
  expect(() => parseSchedule("step:1:2:3")).toThrowErrorMatchingInlineSnapshot(`[RangeError: schedule: step takes at most 2 numbers (every, gamma). Received "step:1:2:3".]`);
  expect(() => parseSchedule("constant:1")).toThrowErrorMatchingInlineSnapshot(`[RangeError: schedule: constant takes no numbers. Received "constant:1".]`);
  expect(() => parseSchedule("step:often")).toThrowErrorMatchingInlineSnapshot(`[RangeError: step: every must be a number > 0. Received "often".]`);
  expect(() => parseSchedule("cosine,step")).toThrowErrorMatchingInlineSnapshot(`[RangeError: schedule: nothing can follow cosine. Received "cosine,step". A warm-up comes first: "warmup:5,cosine".]`);
  expect(() => parseSchedule("warmup:5,cosin")).toThrowErrorMatchingInlineSnapshot(`[RangeError: schedule: unknown kind "cosin". Did you mean "cosine"? Kinds: byEpoch, constant, cosine, cosineRestarts, cyclic, exponential, inverseTime, oneCycle, plateau, polynomial, step, warmup.]`);
  expect(() => parseSchedule({ kind: "warmup", then: 3 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: schedule: must be a kind or a record with a kind. Received 3.]`);
  expect(() => parseSchedule({ kind: "byEpoch", after: { soon: 0.1 } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: byEpoch: after must be a record of factors ≥ 0 by finished epochs, such as { 50: 0.1 }. Received {"soon":0.1}.]`);
  expect(() => parseSchedule({ kind: "step", unit: "epochs" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: step: unit must be "epoch" or "step". Received "epochs".]`);
  expect(() => oneCycle({ momentum: [0.95, 0.85] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: oneCycle: momentum must be two numbers above 0 and below 1, the lesser first, or null. Received [0.95,0.85].]`);
  expect(() => oneCycle({ threePhases: true, rise: 0.6 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: oneCycle: with threePhases, rise must be at most 0.5, as it falls as long as it rose. Received 0.6.]`);
});
