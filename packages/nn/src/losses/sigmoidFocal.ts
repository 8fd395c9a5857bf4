import { atLeast, fraction, orNull, recordOf, type OptionsOf } from "../record.ts";
import { meanOver, reductionField, type LossRules, type Reduction } from "./loss.ts";

/**
 * The focal loss of yes-or-no answers, each on its own: α·(1 − p)^γ·(−log p) where the target is 1, (1 − α)·p^γ·(−log(1 − p)) where it
 * is 0. torchvision `ops.sigmoid_focal_loss`, Keras `BinaryFocalCrossentropy`.
 *
 * output `[N, …]`, logits · target `[N, …]`, 0 or 1
 */
export interface SigmoidFocal {
  readonly kind: "sigmoidFocal";
  readonly gamma: number;
  /** The weight of the positives; the negatives have 1 − α. `null` weighs both 1. */
  readonly alpha: number | null;
  readonly reduction: Reduction;
}

export const sigmoidFocalRules: LossRules<SigmoidFocal> = {
  doc: { summary: "Binary cross-entropy in which answers that are already right count less.", pytorch: "torchvision.ops.sigmoid_focal_loss", keras: "BinaryFocalCrossentropy", source: "arXiv:1708.02002, equation 5" },
  target: "values",
  meanOver: meanOver("values"),
  defaults: { kind: "sigmoidFocal", gamma: 2, alpha: 0.25, reduction: "mean" },
  fields: { gamma: atLeast(0), alpha: orNull(fraction), reduction: reductionField },
};

/** Focal loss for detection, where nearly all anchors are background. */
export const sigmoidFocal = (options: OptionsOf<SigmoidFocal> = {}): SigmoidFocal => recordOf(sigmoidFocalRules.defaults, sigmoidFocalRules.fields, options);
