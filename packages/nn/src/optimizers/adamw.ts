import { atLeast, flag, fraction, type OptionsOf } from "../record.ts";
import { clippingFields, optimizerOf, type OptimizerRules, type Stepping } from "./optimizer.ts";

/**
 * Adam whose weight decay shrinks the parameter itself, by η λ each step, and is not divided by the gradient's size. PyTorch `AdamW`, Keras `AdamW`.
 *
 * parameter ← (1 − η λ) · parameter, then Adam's step
 */
export interface Adamw extends Stepping {
  readonly kind: "adamw";
  /** β₁: how slowly the mean of the gradient forgets. */
  readonly beta1: number;
  /** β₂: how slowly the mean of its square forgets. */
  readonly beta2: number;
  readonly epsilon: number;
  /** Divides by the greatest mean square so far. arXiv:1904.09237 */
  readonly amsgrad: boolean;
}

export const adamwRules: OptimizerRules<Adamw> = {
  doc: {
    summary: "Adam with weight decay set apart from the gradient.",
    pytorch: "AdamW", keras: "AdamW",
    source: "arXiv:1711.05101, algorithm 2",
  },
  defaults: { kind: "adamw", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: false, weightDecay: 0.01 },
  fields: { learningRate: atLeast(0), weightDecay: atLeast(0), beta1: fraction, beta2: fraction, epsilon: atLeast(0), amsgrad: flag, ...clippingFields },
  slots: ({ amsgrad }) => ({ exp_avg: 0, exp_avg_sq: 0, ...(amsgrad && { max_exp_avg_sq: 0 }) }),
};

/** AdamW: `adamw({ learningRate: 0.001, weightDecay: 0.05 })`. */
export const adamw = (options: OptionsOf<Adamw> = {}): Adamw => optimizerOf(adamwRules, options);
