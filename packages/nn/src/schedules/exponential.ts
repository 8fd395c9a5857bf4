import { positive, recordOf, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";
import { passed, unit, type Unit } from "./time.ts";

/**
 * The learning rate loses the same share in equal times: γᵗ of it. At the beginning of each epoch that is PyTorch's `ExponentialLR`; between
 * them it falls from step to step. Keras `ExponentialDecay`.
 */
export interface ExponentialDecay {
  readonly kind: "exponential";
  /** γ: what is left after one unit of time. */
  readonly gamma: number;
  /** What t counts. */
  readonly unit: Unit;
}

/** 95 % of it after each epoch: `exponentialDecay({ gamma: 0.95 })`. */
export const exponential = (options: OptionsOf<ExponentialDecay> = {}): ExponentialDecay => recordOf<ExponentialDecay>({ kind: "exponential", gamma: 0.95, unit: "epoch" }, exponentialRules.fields, options);

export const exponentialRules: ScheduleRules<ExponentialDecay> = {
  fields: { gamma: positive, unit },
  words: ["gamma"],
  factor: ({ gamma, unit }, moment) => gamma ** passed(unit, moment),
};
