import { flag, fraction, oneOf, orNull, positive, recordOf, type Field, type OptionsOf } from "../record.ts";
import type { Moment, ScheduleRules } from "./schedule.ts";

/**
 * The learning rate rises to that of the optimiser and falls to next to nothing, once in the whole training; momentum goes the other way,
 * if asked. arXiv:1708.07120; PyTorch `OneCycleLR`, whose `max_lr` is the optimiser's rate here.
 */
export interface OneCycle {
  readonly kind: "oneCycle";
  /** The share of the training in which it rises; PyTorch `pct_start`. */
  readonly rise: number;
  /** It begins at this part of the greatest: 1 / `initialDivisor`; PyTorch `div_factor`. */
  readonly initialDivisor: number;
  /** It ends at this part of where it began: 1 / `finalDivisor`; PyTorch `final_div_factor`. */
  readonly finalDivisor: number;
  /** How it goes from one to the next. */
  readonly shape: "cosine" | "linear";
  /** It falls as long as it rose, back to where it began, and only then to the end, as in the paper. */
  readonly threePhases: boolean;
  /** The least momentum, at the greatest rate, and the greatest, at the ends; the optimiser's own throughout if null. PyTorch's are [0.85, 0.95]. */
  readonly momentum: readonly [least: number, greatest: number] | null;
}

/**
 * Up in three tenths of the training, then down: `oneCycle()`; `oneCycle({ momentum: [0.85, 0.95] })` cycles momentum too.
 *
 * @throws RangeError for three phases that do not fit one after another.
 */
export function oneCycle(options: OptionsOf<OneCycle> = {}): OneCycle {
  const schedule = recordOf<OneCycle>({ kind: "oneCycle", rise: 0.3, initialDivisor: 25, finalDivisor: 1e4, shape: "cosine", threePhases: false, momentum: null }, oneCycleRules.fields, options);
  if (schedule.threePhases && schedule.rise > 0.5) throw new RangeError(`oneCycle: with threePhases, rise must be at most 0.5, as it falls as long as it rose. Received ${schedule.rise}.`);
  return schedule;
}

/** Where a value goes, and by which step; as in PyTorch each phase ends a step before its share of the training is over. */
interface Phase {
  readonly end: number;
  readonly to: number;
}

/** A value that goes through phases: at the end of each it is what that goes to. */
function through(first: number, phases: readonly Phase[], shape: OneCycle["shape"], step: number): number {
  let [start, from] = [0, first];
  for (const { end, to } of phases) {
    if (step <= end) {
      const part = (step - start) / (end - start);
      return shape === "linear" ? from + (to - from) * part : to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2;
    }
    [start, from] = [end, to];
  }
  return from;
}

const turns = ({ rise, threePhases }: OneCycle, { steps }: Moment): readonly number[] => [rise * steps - 1, ...(threePhases ? [2 * rise * steps - 2] : []), steps - 1];

const pair: Field = {
  expects: "two numbers above 0 and below 1, the lesser first",
  accepts: (value) => Array.isArray(value) && value.length === 2 && value.every((one) => fraction.accepts(one) && one > 0) && (value[0] as number) <= (value[1] as number),
};

export const oneCycleRules: ScheduleRules<OneCycle> = {
  fields: { rise: fraction, initialDivisor: positive, finalDivisor: positive, shape: oneOf("cosine", "linear"), threePhases: flag, momentum: orNull(pair) },
  words: ["rise", "initialDivisor", "finalDivisor"],
  factor(schedule, moment) {
    const [first, last] = [1 / schedule.initialDivisor, 1 / schedule.initialDivisor / schedule.finalDivisor];
    const values = schedule.threePhases ? [1, first, last] : [1, last];
    return through(first, turns(schedule, moment).map((end, i) => ({ end, to: values[i] ?? last })), schedule.shape, moment.step);
  },
  momentum(schedule, moment) {
    if (schedule.momentum === null) return undefined;
    const [least, greatest] = schedule.momentum;
    return through(greatest, turns(schedule, moment).map((end, i) => ({ end, to: i === 0 ? least : greatest })), schedule.shape, moment.step);
  },
};
