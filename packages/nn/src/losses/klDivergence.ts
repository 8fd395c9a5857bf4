import { oneOf, recordOf, type OptionsOf } from "../record.ts";
import type { LossRules } from "./loss.ts";

/**
 * Σ p·(log p − log q) from the output's log q to the target's p; 0·log 0 is 0. PyTorch `KLDivLoss`, Keras `KLDivergence` (which takes q).
 *
 * output `[N, …]`, log-probabilities · target `[N, …]`, probabilities
 */
export interface KlDivergence {
  readonly kind: "klDivergence";
  /** `batchMean` divides by N, which is the divergence of a sample; `mean` by the number of values, which is not. */
  readonly reduction: "batchMean" | "mean" | "sum";
}

export const klDivergenceRules: LossRules<KlDivergence> = {
  doc: { summary: "The extra nats needed to code the target with the predicted distribution.", pytorch: "KLDivLoss", keras: "KLDivergence", source: "Kullback and Leibler, 1951" },
  target: "values",
  meanOver: ({ reduction }) => ({ batchMean: "samples", mean: "values", sum: "nothing" } as const)[reduction],
  defaults: { kind: "klDivergence", reduction: "batchMean" },
  fields: { reduction: oneOf("batchMean", "mean", "sum") },
};

/** Kullback–Leibler divergence, e.g. for distillation. */
export const klDivergence = (options: OptionsOf<KlDivergence> = {}): KlDivergence => recordOf(klDivergenceRules.defaults, klDivergenceRules.fields, options);
