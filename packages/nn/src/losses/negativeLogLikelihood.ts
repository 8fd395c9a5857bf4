import { perClass, recordOf, wholeNumber, type OptionsOf } from "../record.ts";
import { meanOver, reductionField, type LossRules, type Reduction } from "./loss.ts";

/**
 * −x of the right class, for networks that end in a log-softmax. PyTorch `NLLLoss`.
 *
 * output `[N, …, classes]`, log-probabilities · target `[N, …]`, whole numbers
 */
export interface NegativeLogLikelihood {
  readonly kind: "negativeLogLikelihood";
  /** A weight for each class; the mean divides by the sum of the weights of the labels. */
  readonly classWeights?: readonly number[];
  /** A label that is left out. */
  readonly ignoreClass?: number;
  readonly reduction: Reduction;
}

export const negativeLogLikelihoodRules: LossRules<NegativeLogLikelihood> = {
  doc: { summary: "Minus the log-probability of the right class.", pytorch: "NLLLoss", keras: "none", source: "Bishop, Pattern Recognition and Machine Learning, equation 4.108" },
  target: "labels",
  meanOver: meanOver("labels"),
  defaults: { kind: "negativeLogLikelihood", reduction: "mean" },
  fields: { classWeights: perClass, ignoreClass: wholeNumber, reduction: reductionField },
};

/** Cross-entropy after a log-softmax layer. */
export const negativeLogLikelihood = (options: OptionsOf<NegativeLogLikelihood> = {}): NegativeLogLikelihood =>
  recordOf(negativeLogLikelihoodRules.defaults, negativeLogLikelihoodRules.fields, options);
