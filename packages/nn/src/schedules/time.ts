import { oneOf, type Field } from "../record.ts";
import type { Moment } from "./schedule.ts";

/** What a schedule counts time in: passes over the data, or steps of the optimiser. */
export type Unit = "epoch" | "step";

export const unit: Field = oneOf("epoch", "step");

/** How many steps such a time is. */
export const inSteps = (time: number, unit: Unit, { stepsPerEpoch }: Pick<Moment, "stepsPerEpoch">): number => (unit === "step" ? time : time * stepsPerEpoch);

/** The time that has passed: of epochs with the part of the one under way, so that 1.5 is the middle of the second. */
export const passed = (unit: Unit, { step, stepsPerEpoch }: Pick<Moment, "step" | "stepsPerEpoch">): number => (unit === "step" ? step : step / stepsPerEpoch);
