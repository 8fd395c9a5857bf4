import { fraction, positive, recordOf, type OptionsOf } from "../record.ts";
import { fromField, meanOver, reductionField, type From, type LossRules, type Reduction } from "./loss.ts";

/**
 * −(w·y·log p + (1 − y)·log(1 − p)) for each value. PyTorch `BCEWithLogitsLoss` and `BCELoss`, Keras `BinaryCrossentropy`.
 *
 * output `[N, …]` · target `[N, …]`, 0 … 1
 */
export interface BinaryCrossentropy {
  readonly kind: "binaryCrossentropy";
  /** Of probabilities the logarithm stops at −100, as in PyTorch. */
  readonly from: From;
  /** w: how much more a positive counts than a negative. PyTorch `pos_weight`. */
  readonly posWeight: number;
  /** ε: the target becomes (1 − ε) · y + ε / 2. */
  readonly labelSmoothing: number;
  readonly reduction: Reduction;
}

export const binaryCrossentropyRules: LossRules<BinaryCrossentropy> = {
  doc: {
    summary: "How surprised each predicted probability is by yes or no.",
    pytorch: "BCEWithLogitsLoss, BCELoss", keras: "BinaryCrossentropy",
    source: "Bishop, Pattern Recognition and Machine Learning, equation 4.90",
  },
  target: "values",
  meanOver: meanOver("values"),
  defaults: { kind: "binaryCrossentropy", from: "logits", posWeight: 1, labelSmoothing: 0, reduction: "mean" },
  fields: { from: fromField, posWeight: positive, labelSmoothing: fraction, reduction: reductionField },
};

/** Cross-entropy of yes-or-no answers, each on its own. */
export const binaryCrossentropy = (options: OptionsOf<BinaryCrossentropy> = {}): BinaryCrossentropy =>
  recordOf(binaryCrossentropyRules.defaults, binaryCrossentropyRules.fields, options);
