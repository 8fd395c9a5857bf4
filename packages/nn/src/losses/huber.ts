import { positive, recordOf, type OptionsOf } from "../record.ts";
import { meanOver, reductionField, type LossRules, type Reduction } from "./loss.ts";

/**
 * ½ d² where |d| = |ŷ − y| ≤ δ, δ·(|d| − ½ δ) beyond. PyTorch `HuberLoss`, Keras `Huber`; with δ = 1 also PyTorch `SmoothL1Loss`,
 * the box loss of Fast R-CNN.
 *
 * output `[N, …]` · target `[N, …]`
 */
export interface Huber {
  readonly kind: "huber";
  readonly delta: number;
  readonly reduction: Reduction;
}

export const huberRules: LossRules<Huber> = {
  doc: { summary: "Squared error near the target, absolute error far from it.", pytorch: "HuberLoss", keras: "Huber", source: "Huber, 1964; arXiv:1504.08083, equation 3" },
  target: "values",
  meanOver: meanOver("values"),
  defaults: { kind: "huber", delta: 1, reduction: "mean" },
  fields: { delta: positive, reduction: reductionField },
};

/** Squared error that outliers do not rule. */
export const huber = (options: OptionsOf<Huber> = {}): Huber => recordOf(huberRules.defaults, huberRules.fields, options);
