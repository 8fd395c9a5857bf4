import { atLeast, flag, oneOf, recordOf, type OptionsOf } from "../record.ts";
import type { LossRules } from "./loss.ts";

/**
 * 1 − (2·Σ p·y + s) / (Σ p + Σ y + s), summed over all places of one sample and class, then averaged over samples and classes.
 *
 * output `[N, …, classes]` · target `[N, …, classes]`, masks of 0 and 1
 */
export interface Dice {
  readonly kind: "dice";
  /** What makes probabilities of the output: `sigmoid` for masks that may overlap, `softmax` over the classes, `none` if it already is. */
  readonly activation: "sigmoid" | "softmax" | "none";
  /** s: keeps an empty mask, predicted empty, at loss 0. */
  readonly smooth: number;
  /** Sums p² and y² in the denominator, as V-Net does. */
  readonly squared: boolean;
}

export const diceRules: LossRules<Dice> = {
  doc: { summary: "One minus the overlap of predicted and true masks.", pytorch: "none", keras: "Dice", source: "arXiv:1606.04797, section 3" },
  target: "values",
  meanOver: () => "samples",
  defaults: { kind: "dice", activation: "sigmoid", smooth: 1, squared: false },
  fields: { activation: oneOf("sigmoid", "softmax", "none"), smooth: atLeast(0), squared: flag },
};

/** Overlap loss for segmentation; small objects count as much as large ones. */
export const dice = (options: OptionsOf<Dice> = {}): Dice => recordOf(diceRules.defaults, diceRules.fields, options);
