import { atLeast, fraction, type OptionsOf } from "../record.ts";
import { clippingFields, optimizerOf, type OptimizerRules, type Stepping } from "./optimizer.ts";

/**
 * Steps in units of the parameter: the root mean square of recent steps over that of recent gradients. PyTorch `Adadelta`, Keras `Adadelta`.
 *
 * v ← ρ v + (1 − ρ) g²; d = √(u + ε) / √(v + ε) · g; u ← ρ u + (1 − ρ) d²; parameter ← parameter − η d
 */
export interface Adadelta extends Stepping {
  readonly kind: "adadelta";
  /** ρ: how slowly the mean squares forget. */
  readonly rho: number;
  readonly epsilon: number;
}

export const adadeltaRules: OptimizerRules<Adadelta> = {
  doc: {
    summary: "Sets its own step size from the sizes of recent steps and gradients.",
    pytorch: "Adadelta", keras: "Adadelta",
    source: "arXiv:1212.5701, algorithm 1",
  },
  defaults: { kind: "adadelta", learningRate: 1, rho: 0.9, epsilon: 1e-6, weightDecay: 0 },
  fields: { learningRate: atLeast(0), weightDecay: atLeast(0), rho: fraction, epsilon: atLeast(0), ...clippingFields },
  slots: () => ({ square_avg: 0, acc_delta: 0 }),
};

/** Adadelta. */
export const adadelta = (options: OptionsOf<Adadelta> = {}): Adadelta => optimizerOf(adadeltaRules, options);
