import { fraction, recordOf, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";

/**
 * The learning rate falls along half a cosine, slowly at first and at last: `α + (1 − α) · (1 + cos(π · step / steps)) / 2` of it.
 * arXiv:1608.03983, equation 5, without restarts; PyTorch `CosineAnnealingLR`, Keras `CosineDecay`.
 */
export interface Cosine {
  readonly kind: "cosine";
  /** The share of the learning rate that is left at the end; Keras's name. */
  readonly alpha: number;
}

/** Half a cosine over the whole training: `cosine()`, down to 0 unless `alpha` is given. */
export const cosine = (options: OptionsOf<Cosine> = {}): Cosine => recordOf<Cosine>({ kind: "cosine", alpha: 0 }, cosineRules.fields, options);

export const cosineRules: ScheduleRules<Cosine> = {
  fields: { alpha: fraction },
  factor: ({ alpha }, step, steps) => alpha + ((1 - alpha) * (1 + Math.cos((Math.PI * step) / steps))) / 2,
};
