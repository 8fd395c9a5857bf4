import type { FieldsOf } from "../record.ts";

/** What a kind of schedule says of itself. */
export interface ScheduleRules<S> {
  readonly fields: FieldsOf<S>;
  /** What the optimiser's learning rate is multiplied by in a step, counted from 0, of so many in all. */
  factor(schedule: S, step: number, steps: number): number;
}
