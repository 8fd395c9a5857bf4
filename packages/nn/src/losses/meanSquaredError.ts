import { recordOf, type OptionsOf } from "../record.ts";
import { meanOver, reductionField, type LossRules, type Reduction } from "./loss.ts";

/**
 * (ŷ − y)² for each value. PyTorch `MSELoss`, Keras `MeanSquaredError`.
 *
 * output `[N, …]` · target `[N, …]`
 */
export interface MeanSquaredError {
  readonly kind: "meanSquaredError";
  readonly reduction: Reduction;
}

export const meanSquaredErrorRules: LossRules<MeanSquaredError> = {
  doc: { summary: "The squared distance of each value from its target.", pytorch: "MSELoss", keras: "MeanSquaredError", source: "Gauss, Theoria motus, 1809" },
  target: "values",
  meanOver: meanOver("values"),
  defaults: { kind: "meanSquaredError", reduction: "mean" },
  fields: { reduction: reductionField },
};

/** Squared error. */
export const meanSquaredError = (options: OptionsOf<MeanSquaredError> = {}): MeanSquaredError => recordOf(meanSquaredErrorRules.defaults, meanSquaredErrorRules.fields, options);
