import { recordOf, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";

/** The learning rate stays as the optimiser has it. */
export interface Constant {
  readonly kind: "constant";
}

export const constant = (options: OptionsOf<Constant> = {}): Constant => recordOf<Constant>({ kind: "constant" }, constantRules.fields, options);

export const constantRules: ScheduleRules<Constant> = {
  fields: {},
  factor: () => 1,
};
