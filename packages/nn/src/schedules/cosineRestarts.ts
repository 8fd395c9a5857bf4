import { fraction, positive, recordOf, atLeast, type OptionsOf } from "../record.ts";
import { halfCosine } from "./cosine.ts";
import type { ScheduleRules } from "./schedule.ts";
import { passed, unit, type Unit } from "./time.ts";

/**
 * Half cosines one after another: the learning rate falls, jumps back to the whole, and falls again, each time for longer if asked.
 * Weights just before a restart are those to use. arXiv:1608.03983, equation 5 (SGDR); PyTorch `CosineAnnealingWarmRestarts`
 * (`T_0` is `first`, `T_mult` `growth`), Keras `CosineDecayRestarts`.
 */
export interface CosineRestarts {
  readonly kind: "cosineRestarts";
  /** How long the first fall takes. */
  readonly first: number;
  /** How many times as long as the one before each further fall takes. */
  readonly growth: number;
  /** The share of the learning rate that is left at the end of each fall. */
  readonly alpha: number;
  /** What `first` counts. */
  readonly unit: Unit;
}

/** Half cosines that begin anew: `cosineRestarts({ first: 10, growth: 2 })` after 10, 30 and 70 epochs. */
export const cosineRestarts = (options: OptionsOf<CosineRestarts> = {}): CosineRestarts =>
  recordOf<CosineRestarts>({ kind: "cosineRestarts", first: 10, growth: 1, alpha: 0, unit: "epoch" }, cosineRestartsRules.fields, options);

export const cosineRestartsRules: ScheduleRules<CosineRestarts> = {
  fields: { first: positive, growth: atLeast(1), alpha: fraction, unit },
  words: ["first", "growth", "alpha"],
  factor({ first, growth, alpha, unit }, moment) {
    let [since, length] = [passed(unit, moment), first];
    while (since >= length) {
      since -= length;
      length *= growth;
    }
    return halfCosine(alpha, since / length);
  },
};
