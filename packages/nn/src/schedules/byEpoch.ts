import { recordOf, type Field, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";

/**
 * The learning rate by a table: after so many finished epochs, so much of it. What lectures write as "0.01, and 0.001 from epoch 50" is an
 * optimiser with 0.01 and `{ after: { 50: 0.1 } }`. PyTorch `MultiStepLR` with milestones 30 and 60 and γ = 0.1 is
 * `{ 30: 0.1, 60: 0.01 }`; Keras `PiecewiseConstantDecay`, or `LearningRateScheduler`, which counts epochs from 0 and so has the same numbers.
 */
export interface ByEpoch {
  readonly kind: "byEpoch";
  /** The factor on the optimiser's learning rate by the epochs that are finished; 1 before the first. */
  readonly after: { readonly [epochs: number]: number };
}

/** A tenth after 50 epochs, a hundredth after 75: `byEpoch({ after: { 50: 0.1, 75: 0.01 } })`. */
export const byEpoch = (options: OptionsOf<ByEpoch> = {}): ByEpoch => recordOf<ByEpoch>({ kind: "byEpoch", after: {} }, byEpochRules.fields, options);

const table: Field = {
  expects: "a record of factors ≥ 0 by finished epochs, such as { 50: 0.1 }",
  accepts: (value) => typeof value === "object" && value !== null && !Array.isArray(value) && Object.entries(value as object).every(([epochs, factor]) => /^\d+$/.test(epochs) && typeof factor === "number" && Number.isFinite(factor) && factor >= 0),
};

export const byEpochRules: ScheduleRules<ByEpoch> = {
  fields: { after: table },
  factor({ after }, { step, stepsPerEpoch }) {
    const finished = Math.floor(step / stepsPerEpoch);
    const last = Math.max(-1, ...Object.keys(after).map(Number).filter((epochs) => epochs <= finished));
    return after[last] ?? 1;
  },
};
