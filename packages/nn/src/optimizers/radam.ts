import { atLeast, fraction, type OptionsOf } from "../record.ts";
import { clippingFields, optimizerOf, type OptimizerRules, type Stepping } from "./optimizer.ts";

/**
 * Adam that trusts its division only once it has seen enough gradients; until then it is momentum alone. PyTorch `RAdam`; Keras has none.
 *
 * ρ∞ = 2 / (1 − β₂) − 1; ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ); where ρ > 5 the step η m̂ is multiplied by
 * √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ)) · √(1 − β₂ᵗ) / (√v + ε)
 */
export interface Radam extends Stepping {
  readonly kind: "radam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The numbers of step t: parameter ← parameter − size · m, divided by √v + ε where `divides`. */
export function radamStep({ beta1, beta2 }: Radam, rate: number, step: number): { readonly size: number; readonly divides: boolean } {
  const correction = 1 - beta2 ** step;
  const most = 2 / (1 - beta2) - 1;
  const rho = most - (2 * step * beta2 ** step) / correction;
  const size = rate / (1 - beta1 ** step);
  if (rho <= 5) return { size, divides: false };
  const rectification = Math.sqrt(((rho - 4) * (rho - 2) * most) / ((most - 4) * (most - 2) * rho));
  return { size: size * rectification * Math.sqrt(correction), divides: true };
}

export const radamRules: OptimizerRules<Radam> = {
  doc: {
    summary: "Adam that begins without its division by the gradient size.",
    pytorch: "RAdam", keras: "none",
    source: "arXiv:1908.03265, algorithm 2",
  },
  defaults: { kind: "radam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  fields: { learningRate: atLeast(0), weightDecay: atLeast(0), beta1: fraction, beta2: fraction, epsilon: atLeast(0), ...clippingFields },
  slots: () => ({ exp_avg: 0, exp_avg_sq: 0 }),
};

/** Rectified Adam. */
export const radam = (options: OptionsOf<Radam> = {}): Radam => optimizerOf(radamRules, options);
