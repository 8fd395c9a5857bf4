import { checkRecord, parseRecord, type Factories } from "../record.ts";
import { byEpoch, byEpochRules, type ByEpoch } from "./byEpoch.ts";
import { constant, constantRules, type Constant } from "./constant.ts";
import { cosine, cosineRules, type Cosine } from "./cosine.ts";
import { cosineRestarts, cosineRestartsRules, type CosineRestarts } from "./cosineRestarts.ts";
import { cyclic, cyclicRules, type Cyclic } from "./cyclic.ts";
import { exponential, exponentialRules, type ExponentialDecay } from "./exponential.ts";
import { inverseTime, inverseTimeRules, type InverseTimeDecay } from "./inverseTime.ts";
import { oneCycle, oneCycleRules, type OneCycle } from "./oneCycle.ts";
import { plateau, plateauRules, type Plateau } from "./plateau.ts";
import { polynomial, polynomialRules, type PolynomialDecay } from "./polynomial.ts";
import type { Asked, Moment, ScheduleRules } from "./schedule.ts";
import { step, stepRules, type StepDecay } from "./step.ts";
import { warmup, warmupRules, type Warmup } from "./warmup.ts";

/** How the learning rate changes in the course of a training, as data: plain, JSON-safe, told apart by `kind`. */
export type Schedule = ByEpoch | Constant | Cosine | CosineRestarts | Cyclic | ExponentialDecay | InverseTimeDecay | OneCycle | Plateau | PolynomialDecay | StepDecay | Warmup;
export type ScheduleKind = Schedule["kind"];

/** What every kind of schedule says of itself. A kind without a row does not compile. */
const rules: { readonly [K in ScheduleKind]: ScheduleRules<Extract<Schedule, { readonly kind: K }>> } = {
  byEpoch: byEpochRules,
  constant: constantRules,
  cosine: cosineRules,
  cosineRestarts: cosineRestartsRules,
  cyclic: cyclicRules,
  exponential: exponentialRules,
  inverseTime: inverseTimeRules,
  oneCycle: oneCycleRules,
  plateau: plateauRules,
  polynomial: polynomialRules,
  step: stepRules,
  warmup: warmupRules,
};

/** The factory of every kind. */
export const schedules: Factories<Schedule> = { byEpoch, constant, cosine, cosineRestarts, cyclic, exponential, inverseTime, oneCycle, plateau, polynomial, step, warmup };

/** @throws RangeError for what is no schedule, such as its name or a factory that was not called. */
export const checkSchedule = (schedule: Schedule): void => { checkRecord("schedule", schedules, schedule, "cosine"); };

/** The only place that must trust `kind` to pick the matching row. */
const rulesOf = (schedule: Schedule): ScheduleRules<Schedule> => rules[schedule.kind] as ScheduleRules<Schedule>;

const ask: Required<Asked<Schedule>> = {
  factor: (schedule, moment) => rulesOf(schedule).factor(schedule, moment, ask),
  momentum: (schedule, moment) => rulesOf(schedule).momentum?.(schedule, moment, ask),
};

/** What the optimiser's learning rate is multiplied by at a moment of a training; see `ScheduleRules.factor`. */
export const scheduleFactor = (schedule: Schedule, moment: Moment): number => ask.factor(schedule, moment);

/** The momentum at a moment of a training, or β₁ of the Adam family; undefined where the optimiser keeps its own. */
export const scheduleMomentum = (schedule: Schedule, moment: Moment): number | undefined => ask.momentum(schedule, moment);

/**
 * Reads a schedule from a configuration: `{ kind: "step", every: 30, gamma: 0.1 }`, or in short `"cosine"`, `"step:30:0.1"`, and for a
 * warm-up of 5 epochs with what follows it `"warmup:5,cosine"`.
 *
 * @throws RangeError naming the wrong kind or option, and the nearest that exists.
 */
export function parseSchedule(json: unknown): Schedule {
  const record = typeof json === "string" ? inFull(json) : json;
  const whole = typeof record === "object" && record !== null && "then" in record ? { ...record, then: parseSchedule(record.then) } : record;
  return parseRecord("schedule", schedules, whole);
}

/** The record that a text stands for. */
function inFull(text: string): object {
  const [first = "", ...others] = text.split(",");
  const [kind = "", ...numbers] = first.trim().split(":");
  const known = Object.hasOwn(rules, kind) ? rulesOf({ kind } as Schedule) : undefined;
  const words: readonly string[] = known?.words ?? [];
  if (known && numbers.length > words.length) throw new RangeError(`schedule: ${kind} takes ${words.length === 0 ? "no numbers" : `at most ${words.length === 1 ? "a number" : `${words.length} numbers`} (${words.join(", ")})`}. Received "${first}".`);
  if (known && others.length > 0 && !("then" in known.fields)) throw new RangeError(`schedule: nothing can follow ${kind}. Received "${text}". A warm-up comes first: "warmup:5,${kind}".`);
  return { kind, ...Object.fromEntries(numbers.map((number, i) => [words[i] ?? "", number.trim() === "" || Number.isNaN(Number(number)) ? number : Number(number)])), ...(others.length > 0 && { then: others.join(",") }) };
}
