import { atLeast, recordOf, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";
import { passed, unit, type Unit } from "./time.ts";

/** The learning rate falls as 1 / (1 + decay · t): fast at first, and never to zero. Robbins and Monro, 1951, have it so; Keras `InverseTimeDecay`, PyTorch `LambdaLR`. */
export interface InverseTimeDecay {
  readonly kind: "inverseTime";
  /** After 1 / decay units of time, half of it is left. */
  readonly decay: number;
  /** What t counts. */
  readonly unit: Unit;
}

/** Half of it after 10 epochs, a third after 20: `inverseTimeDecay({ decay: 0.1 })`. */
export const inverseTime = (options: OptionsOf<InverseTimeDecay> = {}): InverseTimeDecay => recordOf<InverseTimeDecay>({ kind: "inverseTime", decay: 0.1, unit: "epoch" }, inverseTimeRules.fields, options);

export const inverseTimeRules: ScheduleRules<InverseTimeDecay> = {
  fields: { decay: atLeast(0), unit },
  words: ["decay"],
  factor: ({ decay, unit }, moment) => 1 / (1 + decay * passed(unit, moment)),
};
