import { parseRecord, type Factories } from "../record.ts";
import { constant, constantRules, type Constant } from "./constant.ts";
import { cosine, cosineRules, type Cosine } from "./cosine.ts";
import type { ScheduleRules } from "./schedule.ts";

/** How the learning rate changes in the course of a training, as data: plain, JSON-safe, told apart by `kind`. */
export type Schedule = Constant | Cosine;
export type ScheduleKind = Schedule["kind"];

const rules: { readonly [K in ScheduleKind]: ScheduleRules<Extract<Schedule, { readonly kind: K }>> } = { constant: constantRules, cosine: cosineRules };

/** The factory of every kind. */
export const schedules: Factories<Schedule> = { constant, cosine };

/** What a learning rate is multiplied by in a step, counted from 0, of so many in all. */
export const scheduleFactor = <S extends Schedule>(schedule: S, step: number, steps: number): number => (rules[schedule.kind] as ScheduleRules<S>).factor(schedule, step, steps);

/**
 * Reads a schedule from a configuration: `"cosine"` or `{ kind: "cosine", alpha: 0.01 }`.
 *
 * @throws RangeError naming the wrong kind or option, and the nearest that exists.
 */
export const parseSchedule = (json: unknown): Schedule => parseRecord("schedule", schedules, json);
