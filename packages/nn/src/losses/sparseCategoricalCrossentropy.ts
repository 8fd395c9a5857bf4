import { fraction, perClass, recordOf, wholeNumber, type OptionsOf } from "../record.ts";
import { fromField, meanOver, reductionField, type From, type LossRules, type Reduction } from "./loss.ts";

/**
 * −log of the probability given to the right class. PyTorch `CrossEntropyLoss`, Keras `SparseCategoricalCrossentropy`.
 *
 * output `[N, …, classes]` · target `[N, …]`, whole numbers: `[N]` for pictures, `[N, H, W]` for pixels
 */
export interface SparseCategoricalCrossentropy {
  readonly kind: "sparseCategoricalCrossentropy";
  readonly from: From;
  /** ε: the target becomes (1 − ε) · one-hot + ε / classes. */
  readonly labelSmoothing: number;
  /** A weight for each class; the mean divides by the sum of the weights of the labels, as PyTorch's does. */
  readonly classWeights?: readonly number[];
  /** A label that is left out, such as 255 for the border in Pascal VOC. PyTorch `ignore_index`. */
  readonly ignoreClass?: number;
  readonly reduction: Reduction;
}

export const sparseCategoricalCrossentropyRules: LossRules<SparseCategoricalCrossentropy> = {
  doc: {
    summary: "How surprised the predicted distribution is by the right class.",
    pytorch: "CrossEntropyLoss", keras: "SparseCategoricalCrossentropy",
    source: "label smoothing: arXiv:1512.00567, section 7",
  },
  target: "labels",
  meanOver: meanOver("labels"),
  otherTarget: "For one-hot targets use categoricalCrossentropy.",
  defaults: { kind: "sparseCategoricalCrossentropy", from: "logits", labelSmoothing: 0, reduction: "mean" },
  fields: { from: fromField, labelSmoothing: fraction, classWeights: perClass, ignoreClass: wholeNumber, reduction: reductionField },
};

/** Cross-entropy with whole-number labels: the usual loss of a classifier. */
export const sparseCategoricalCrossentropy = (options: OptionsOf<SparseCategoricalCrossentropy> = {}): SparseCategoricalCrossentropy =>
  recordOf(sparseCategoricalCrossentropyRules.defaults, sparseCategoricalCrossentropyRules.fields, options);
