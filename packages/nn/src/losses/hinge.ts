import { flag, positive, recordOf, type OptionsOf } from "../record.ts";
import { meanOver, reductionField, type LossRules, type Reduction } from "./loss.ts";

/**
 * Σ max(0, margin − x of the right class + x of another) over the other classes, divided by the number of classes. PyTorch `MultiMarginLoss`.
 *
 * output `[N, …, classes]`, scores · target `[N, …]`, whole numbers
 */
export interface Hinge {
  readonly kind: "hinge";
  readonly margin: number;
  /** Squares each term: the L2-SVM. PyTorch `p=2`. */
  readonly squared: boolean;
  readonly reduction: Reduction;
}

export const hingeRules: LossRules<Hinge> = {
  doc: { summary: "By how much other classes come within a margin of the right one.", pytorch: "MultiMarginLoss", keras: "CategoricalHinge (the worst class only)", source: "Weston and Watkins, 1999; arXiv:1306.0239" },
  target: "labels",
  meanOver: meanOver("places"),
  defaults: { kind: "hinge", margin: 1, squared: false, reduction: "mean" },
  fields: { margin: positive, squared: flag, reduction: reductionField },
};

/** The loss of a multi-class support vector machine. */
export const hinge = (options: OptionsOf<Hinge> = {}): Hinge => recordOf(hingeRules.defaults, hingeRules.fields, options);
