import { oneOf, type Field, type FieldsOf } from "../record.ts";

/** How the losses of the single samples or values become one number. */
export type Reduction = "mean" | "sum";
export const reductionField: Field = oneOf("mean", "sum");

/** What the network's output is: scores without bounds, or probabilities of a softmax or sigmoid layer. */
export type From = "logits" | "probabilities";
export const fromField: Field = oneOf("logits", "probabilities");

/**
 * What a loss compares an output `[N, …]` with:
 *
 * - `labels`: whole numbers 0 … classes − 1, the output's shape without its last axis
 * - `values`: numbers in the output's shape
 */
export type TargetKind = "labels" | "values";

/**
 * What a loss of a batch is a mean over:
 *
 * - `samples`: each sample counts the same
 * - `places`: each place of every sample, such as a pixel, counts the same
 * - `labels`: as `places`, each by the weight of its class, and none whose label is left out
 * - `values`: each value of the output counts the same
 * - `nothing`: it is a sum
 */
export type MeanOver = "samples" | "places" | "labels" | "values" | "nothing";

/** Of a loss that is a mean unless its reduction is `sum`. */
export const meanOver =
  (over: MeanOver): ((loss: { readonly reduction: Reduction }) => MeanOver) =>
  ({ reduction }) => (reduction === "sum" ? "nothing" : over);

/** What every loss says of itself, in its own file. */
export interface LossRules<L extends { readonly kind: string }> {
  readonly doc: {
    /** One plain sentence. */
    readonly summary: string;
    readonly pytorch: string;
    readonly keras: string;
    /** Paper, section or equation. */
    readonly source: string;
  };
  readonly target: TargetKind;
  readonly meanOver: (loss: L) => MeanOver;
  /** Where to turn with a target of the other kind. */
  readonly otherTarget?: string;
  readonly defaults: L;
  readonly fields: FieldsOf<L>;
}
