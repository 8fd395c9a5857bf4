import { parseSchedule, scheduleFactor, type Moment } from "@convscope/nn";
import { overfitted } from "./recordedTrainings.ts";

/** How a learning rate is to go. */
export interface RateRequest {
  /** As `convscope train --schedule` takes it: `warmup:5,cosine`, or JSON. */
  readonly schedule: string;
  readonly rate: number;
  readonly epochs: number;
}

/** About so many points are drawn: more would only make the page heavier. */
const points = 400;

/** The learning rate at each step, over epochs. `plateau` looks at the validation loss of the recorded training. @throws RangeError in the package's words. */
export function ratesOver({ schedule, rate, epochs }: RateRequest): readonly (readonly [epoch: number, rate: number])[] {
  const parsed = parseSchedule(schedule.trim().startsWith("{") ? JSON.parse(schedule) : schedule.trim());
  const stepsPerEpoch = Math.max(1, Math.round(points / epochs));
  const steps = epochs * stepsPerEpoch;
  return Array.from({ length: steps }, (_, step) => {
    const moment: Moment = { step, steps, stepsPerEpoch, history: overfitted.slice(0, Math.floor(step / stepsPerEpoch)).map(({ epoch, loss, valLoss }) => ({ epoch, loss, valLoss })) };
    return [step / stepsPerEpoch, rate * scheduleFactor(parsed, moment)] as const;
  });
}

/** Lines of a text, one schedule each; up to four. @throws RangeError for more, or none. */
export function schedulesIn(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (lines.length === 0 || lines.length > 4) throw new RangeError(`There must be one to four schedules, one a line. Received ${lines.length}.`);
  return lines;
}
