import { positive, recordOf, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";
import { passed, unit, type Unit } from "./time.ts";

/** The learning rate is multiplied by γ once every so often: γ^⌊t / every⌋ of it. PyTorch `StepLR`; Keras `ExponentialDecay` with `staircase`. */
export interface StepDecay {
  readonly kind: "step";
  readonly every: number;
  /** γ */
  readonly gamma: number;
  /** What `every` counts. */
  readonly unit: Unit;
}

/** A tenth after every 30 epochs: `stepDecay({ every: 30, gamma: 0.1 })`. */
export const step = (options: OptionsOf<StepDecay> = {}): StepDecay => recordOf<StepDecay>({ kind: "step", every: 30, gamma: 0.1, unit: "epoch" }, stepRules.fields, options);

export const stepRules: ScheduleRules<StepDecay> = {
  fields: { every: positive, gamma: positive, unit },
  words: ["every", "gamma"],
  factor: ({ every, gamma, unit }, moment) => gamma ** Math.floor(passed(unit, moment) / every),
};
