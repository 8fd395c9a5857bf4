import { fraction, positive, recordOf, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";
import { inSteps, unit, type Unit } from "./time.ts";

/** The learning rate falls by a power of the time that is left: α + (1 − α) · (1 − t / over)^power of it, and then stays. PyTorch `PolynomialLR`, Keras `PolynomialDecay`; power 1 is a straight line. */
export interface PolynomialDecay {
  readonly kind: "polynomial";
  readonly power: number;
  /** The share of the learning rate that is left at the end. */
  readonly alpha: number;
  /** How long it falls; the whole training if left out. */
  readonly over?: number;
  /** What `over` counts. */
  readonly unit: Unit;
}

/** A straight line to 0 over the whole training, or a curve: `polynomialDecay({ power: 2 })`. */
export const polynomial = (options: OptionsOf<PolynomialDecay> = {}): PolynomialDecay => recordOf<PolynomialDecay>({ kind: "polynomial", power: 1, alpha: 0, unit: "epoch" }, polynomialRules.fields, options);

export const polynomialRules: ScheduleRules<PolynomialDecay> = {
  fields: { power: positive, alpha: fraction, over: positive, unit },
  words: ["power", "alpha"],
  factor({ power, alpha, over, unit }, moment) {
    const length = over === undefined ? moment.steps : inSteps(over, unit, moment);
    return alpha + (1 - alpha) * Math.max(0, 1 - moment.step / length) ** power;
  },
};
