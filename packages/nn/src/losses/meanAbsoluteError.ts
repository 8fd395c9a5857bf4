import { recordOf, type OptionsOf } from "../record.ts";
import { meanOver, reductionField, type LossRules, type Reduction } from "./loss.ts";

/**
 * |ŷ − y| for each value; its gradient at 0 is 0. PyTorch `L1Loss`, Keras `MeanAbsoluteError`.
 *
 * output `[N, …]` · target `[N, …]`
 */
export interface MeanAbsoluteError {
  readonly kind: "meanAbsoluteError";
  readonly reduction: Reduction;
}

export const meanAbsoluteErrorRules: LossRules<MeanAbsoluteError> = {
  doc: { summary: "The distance of each value from its target.", pytorch: "L1Loss", keras: "MeanAbsoluteError", source: "Laplace, 1774" },
  target: "values",
  meanOver: meanOver("values"),
  defaults: { kind: "meanAbsoluteError", reduction: "mean" },
  fields: { reduction: reductionField },
};

/** Absolute error. */
export const meanAbsoluteError = (options: OptionsOf<MeanAbsoluteError> = {}): MeanAbsoluteError => recordOf(meanAbsoluteErrorRules.defaults, meanAbsoluteErrorRules.fields, options);
