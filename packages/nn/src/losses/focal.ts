import { atLeast, perClass, recordOf, type OptionsOf } from "../record.ts";
import { meanOver, reductionField, type LossRules, type Reduction } from "./loss.ts";

/**
 * −α·(1 − p)^γ·log p, with p the softmax probability of the right class. Keras `CategoricalFocalCrossentropy` (which takes one-hot targets).
 *
 * output `[N, …, classes]`, logits · target `[N, …]`, whole numbers
 */
export interface Focal {
  readonly kind: "focal";
  /** How much the easy samples are played down; 0 is cross-entropy. */
  readonly gamma: number;
  /** A factor for each class; the mean still divides by the number of samples. */
  readonly alpha?: readonly number[];
  readonly reduction: Reduction;
}

export const focalRules: LossRules<Focal> = {
  doc: { summary: "Cross-entropy in which samples that are already right count less.", pytorch: "none", keras: "CategoricalFocalCrossentropy", source: "arXiv:1708.02002, equation 5" },
  target: "labels",
  meanOver: meanOver("places"),
  defaults: { kind: "focal", gamma: 2, reduction: "mean" },
  fields: { gamma: atLeast(0), alpha: perClass, reduction: reductionField },
};

/** Focal loss over classes that exclude each other. */
export const focal = (options: OptionsOf<Focal> = {}): Focal => recordOf(focalRules.defaults, focalRules.fields, options);
