import { fraction, oneOf, positive, recordOf, type Field, type OptionsOf } from "../record.ts";
import { constant } from "./constant.ts";
import type { Moment, ScheduleRules } from "./schedule.ts";
import type { Schedule } from "./table.ts";
import { inSteps, unit, type Unit } from "./time.ts";

/**
 * A small learning rate at first, then another schedule over what is left of the training, for which time begins anew: it counts its epochs
 * from the end of the warm-up. arXiv:1706.02677, section 2.2; PyTorch `LinearLR` or `ConstantLR`, and `SequentialLR` with what follows.
 */
export interface Warmup {
  readonly kind: "warmup";
  /** How long it takes. */
  readonly over: number;
  /** What `over` counts. */
  readonly unit: Unit;
  /** The share of the learning rate that it begins with. */
  readonly from: number;
  /** In a straight line up to the whole, or that share until the end of the warm-up. */
  readonly shape: "linear" | "constant";
  readonly then: Schedule;
}

/** Five epochs of warm-up, then half a cosine: `warmup({ over: 5, then: cosine() })`. */
export const warmup = (options: OptionsOf<Warmup> = {}): Warmup => recordOf<Warmup>({ kind: "warmup", over: 1, unit: "epoch", from: 0.1, shape: "linear", then: constant() }, warmupRules.fields, options);

const schedule: Field = { expects: "a schedule", accepts: (value) => typeof value === "object" && value !== null && "kind" in value };

/** The moment as what follows sees it, once the warm-up is over. */
function rest({ over, unit }: Warmup, moment: Moment): Moment | undefined {
  const { step, steps, stepsPerEpoch, history } = moment;
  const length = inSteps(over, unit, moment);
  return step < length ? undefined : { step: step - length, steps: steps - length, stepsPerEpoch, history: history.slice(Math.ceil(length / stepsPerEpoch)) };
}

export const warmupRules: ScheduleRules<Warmup> = {
  fields: { over: positive, unit, from: fraction, shape: oneOf("linear", "constant"), then: schedule },
  words: ["over", "from"],
  factor(schedule, moment, ask) {
    const after = rest(schedule, moment);
    if (after) return ask.factor(schedule.then, after);
    const { over, unit, from, shape } = schedule;
    return shape === "constant" ? from : from + ((1 - from) * moment.step) / inSteps(over, unit, moment);
  },
  momentum(schedule, moment, ask) {
    const after = rest(schedule, moment);
    return after && ask.momentum(schedule.then, after);
  },
};
