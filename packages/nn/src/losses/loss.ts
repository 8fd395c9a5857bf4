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
  /** Where to turn with a target of the other kind. */
  readonly otherTarget?: string;
  readonly defaults: L;
  readonly fields: FieldsOf<L>;
}
