import { fraction, perClass, recordOf, type OptionsOf } from "../record.ts";
import { fromField, meanOver, reductionField, type From, type LossRules, type Reduction } from "./loss.ts";

/**
 * −Σ target · log p over the classes. PyTorch `CrossEntropyLoss` with probabilities as targets, Keras `CategoricalCrossentropy`.
 *
 * output `[N, …, classes]` · target `[N, …, classes]`, one-hot or soft
 */
export interface CategoricalCrossentropy {
  readonly kind: "categoricalCrossentropy";
  readonly from: From;
  /** ε: the target becomes (1 − ε) · target + ε / classes. */
  readonly labelSmoothing: number;
  /** A factor on each class's term; the mean still divides by the number of samples, as PyTorch's does for soft targets. */
  readonly classWeights?: readonly number[];
  readonly reduction: Reduction;
}

export const categoricalCrossentropyRules: LossRules<CategoricalCrossentropy> = {
  doc: {
    summary: "How surprised the predicted distribution is by the target distribution.",
    pytorch: "CrossEntropyLoss", keras: "CategoricalCrossentropy",
    source: "label smoothing: arXiv:1512.00567, section 7",
  },
  target: "values",
  meanOver: meanOver("places"),
  otherTarget: "For whole-number labels use sparseCategoricalCrossentropy.",
  defaults: { kind: "categoricalCrossentropy", from: "logits", labelSmoothing: 0, reduction: "mean" },
  fields: { from: fromField, labelSmoothing: fraction, classWeights: perClass, reduction: reductionField },
};

/** Cross-entropy with one-hot or soft targets; for whole-number labels see `sparseCategoricalCrossentropy`. */
export const categoricalCrossentropy = (options: OptionsOf<CategoricalCrossentropy> = {}): CategoricalCrossentropy =>
  recordOf(categoricalCrossentropyRules.defaults, categoricalCrossentropyRules.fields, options);
