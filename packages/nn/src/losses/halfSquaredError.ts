import { recordOf, type OptionsOf } from "../record.ts";
import { meanOver, reductionField, type LossRules, type Reduction } from "./loss.ts";

/**
 * ½ Σ (ŷ − y)² for each sample, whose gradient is plainly ŷ − y. The mean is over samples, not over values.
 *
 * output `[N, …]` · target `[N, …]`
 */
export interface HalfSquaredError {
  readonly kind: "halfSquaredError";
  readonly reduction: Reduction;
}

export const halfSquaredErrorRules: LossRules<HalfSquaredError> = {
  doc: { summary: "Half the squared distance of each sample from its target, as textbooks derive backpropagation.", pytorch: "0.5 * MSELoss(reduction='sum') / N", keras: "none", source: "Rumelhart, Hinton, Williams, Nature 323, 1986, equation 3" },
  target: "values",
  meanOver: meanOver("samples"),
  defaults: { kind: "halfSquaredError", reduction: "mean" },
  fields: { reduction: reductionField },
};

/** Half the squared error of each sample. */
export const halfSquaredError = (options: OptionsOf<HalfSquaredError> = {}): HalfSquaredError => recordOf(halfSquaredErrorRules.defaults, halfSquaredErrorRules.fields, options);
