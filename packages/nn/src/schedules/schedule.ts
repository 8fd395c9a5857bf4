import type { EpochLog } from "../callback.ts";
import type { FieldsOf } from "../record.ts";
import type { Schedule } from "./table.ts";

/** When in a training a learning rate is asked for. */
export interface Moment {
  /** Counted from 0 over all epochs. */
  readonly step: number;
  /** Of the whole training. */
  readonly steps: number;
  readonly stepsPerEpoch: number;
  /** The finished epochs, which is all that a schedule may react to: so a training that is resumed goes on as it would have. */
  readonly history: readonly EpochLog[];
}

/** What is asked of a schedule at a moment. */
export interface Asked<S> {
  /**
   * What the optimiser's learning rate is multiplied by. That rate is PyTorch's `base_lr`, from which most schedules go down; of
   * `oneCycle` and `cyclic` it is the greatest, PyTorch's `max_lr`. So a factor is at most 1, but where `byEpoch` names a larger one.
   */
  factor(schedule: S, moment: Moment): number;
  /** The momentum (β₁ of the Adam family) in place of the optimiser's own; undefined where that stays. */
  momentum?(schedule: S, moment: Moment): number | undefined;
}

/** What a kind of schedule says of itself. `ask` answers for any schedule, for those that are made of others. */
export interface ScheduleRules<S> {
  readonly fields: FieldsOf<S>;
  /** The options that numbers stand for in a text such as `step:30:0.1`, in this order; none if left out. */
  readonly words?: readonly Exclude<keyof S, "kind">[];
  factor(schedule: S, moment: Moment, ask: Required<Asked<Schedule>>): number;
  momentum?(schedule: S, moment: Moment, ask: Required<Asked<Schedule>>): number | undefined;
}
