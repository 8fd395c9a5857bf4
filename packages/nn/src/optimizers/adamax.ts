import { atLeast, fraction, type OptionsOf } from "../record.ts";
import { clippingFields, optimizerOf, type OptimizerRules, type Stepping } from "./optimizer.ts";

/**
 * Adam with the greatest recent gradient for its root mean square. PyTorch `Adamax`, Keras `Adamax`.
 *
 * m ← β₁ m + (1 − β₁) g; u ← max(β₂ u, |g| + ε); parameter ← parameter − η / (1 − β₁ᵗ) · m / u
 */
export interface Adamax extends Stepping {
  readonly kind: "adamax";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const adamaxRules: OptimizerRules<Adamax> = {
  doc: {
    summary: "Adam that divides by the greatest recent gradient.",
    pytorch: "Adamax", keras: "Adamax",
    source: "arXiv:1412.6980, algorithm 2",
  },
  defaults: { kind: "adamax", learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  fields: { learningRate: atLeast(0), weightDecay: atLeast(0), beta1: fraction, beta2: fraction, epsilon: atLeast(0), ...clippingFields },
  slots: () => ({ exp_avg: 0, exp_inf: 0 }),
};

/** Adamax. */
export const adamax = (options: OptionsOf<Adamax> = {}): Adamax => optimizerOf(adamaxRules, options);
