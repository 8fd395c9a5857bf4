import { atLeast, flag, fraction, type OptionsOf } from "../record.ts";
import { clippingFields, optimizerOf, type OptimizerRules, type Scalars, type Stepping } from "./optimizer.ts";

/**
 * Adam with Nesterov's look ahead, and momentum that grows: μₜ = β₁ (1 − ½ · 0.96^(t ψ)). PyTorch `NAdam`, Keras `Nadam` (whose ψ is 0.004 too).
 *
 * parameter ← parameter − η ((1 − μₜ) / (1 − Πμ) · g + μₜ₊₁ / (1 − Πμ · μₜ₊₁) · m) / (√v̂ + ε), with Πμ the product of all μ up to t
 */
export interface Nadam extends Stepping {
  readonly kind: "nadam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** ψ: how fast the momentum grows to β₁. */
  readonly momentumDecay: number;
  /** Counts μₜ twice in Πμ · μₜ₊₁, as PyTorch did before 2.0 by mistake (pytorch/pytorch#92699): to go on with a training of that time. */
  readonly torch1: boolean;
}

/** μ of step t = 1, 2, … */
const momentumAt = ({ beta1, momentumDecay }: Nadam, step: number): number => beta1 * (1 - 0.5 * 0.96 ** (step * momentumDecay));

/** The numbers of step t: parameter ← parameter − (ofGradient · g + ofMean · m) / (√v · scale + ε). `mu_product` is that of this step. */
export function nadamStep(optimizer: Nadam, rate: number, step: number, { mu_product = 1 }: Scalars): { readonly ofGradient: number; readonly ofMean: number; readonly scale: number } {
  const [now, next] = [momentumAt(optimizer, step), momentumAt(optimizer, step + 1)];
  return {
    ofGradient: (rate * (1 - now)) / (1 - mu_product),
    ofMean: (rate * next) / (1 - mu_product * next * (optimizer.torch1 ? now : 1)),
    scale: 1 / Math.sqrt(1 - optimizer.beta2 ** step),
  };
}

export const nadamRules: OptimizerRules<Nadam> = {
  doc: {
    summary: "Adam that looks ahead along its momentum.",
    pytorch: "NAdam", keras: "Nadam",
    source: "Dozat, Incorporating Nesterov momentum into Adam, 2016",
  },
  defaults: { kind: "nadam", learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentumDecay: 0.004, torch1: false, weightDecay: 0 },
  fields: { learningRate: atLeast(0), weightDecay: atLeast(0), beta1: fraction, beta2: fraction, epsilon: atLeast(0), momentumDecay: atLeast(0), torch1: flag, ...clippingFields },
  slots: () => ({ exp_avg: 0, exp_avg_sq: 0 }),
  scalars: { mu_product: 1 },
  nextScalars: (optimizer, step, { mu_product = 1 }) => ({ mu_product: mu_product * momentumAt(optimizer, step) }),
};

/** Nadam. */
export const nadam = (options: OptionsOf<Nadam> = {}): Nadam => optimizerOf(nadamRules, options);
