import { fraction, positive, recordOf, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";
import { inSteps, unit, type Unit } from "./time.ts";

/**
 * The learning rate falls along half a cosine, slowly at first and at last: `α + (1 − α) · (1 + cos(π · step / steps)) / 2` of it.
 * arXiv:1608.03983, equation 5, without restarts; PyTorch `CosineAnnealingLR` (`T_max` is `over`, `eta_min` α · `base_lr`), Keras `CosineDecay`.
 */
export interface Cosine {
  readonly kind: "cosine";
  /** The share of the learning rate that is left at the end; Keras's name. */
  readonly alpha: number;
  /** How long it falls; the whole training if left out. In a longer training it then rises again, as PyTorch's does. */
  readonly over?: number;
  /** What `over` counts. */
  readonly unit: Unit;
}

/** Half a cosine over the whole training: `cosine()`, down to 0 unless `alpha` is given. */
export const cosine = (options: OptionsOf<Cosine> = {}): Cosine => recordOf<Cosine>({ kind: "cosine", alpha: 0, unit: "epoch" }, cosineRules.fields, options);

/** From 1 down to α along half a cosine, at a part of the way. */
export const halfCosine = (alpha: number, part: number): number => alpha + ((1 - alpha) * (1 + Math.cos(Math.PI * part))) / 2;

export const cosineRules: ScheduleRules<Cosine> = {
  fields: { alpha: fraction, over: positive, unit },
  words: ["alpha"],
  factor: ({ alpha, over, unit }, moment) => halfCosine(alpha, moment.step / (over === undefined ? moment.steps : inSteps(over, unit, moment))),
};
