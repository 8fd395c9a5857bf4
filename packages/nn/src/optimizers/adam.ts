import { atLeast, flag, fraction, type OptionsOf } from "../record.ts";
import { clippingFields, optimizerOf, type OptimizerRules, type Stepping } from "./optimizer.ts";

/**
 * RMSprop with momentum, both corrected for their start at zero. PyTorch `Adam`, Keras `Adam` with `{ epsilon: 1e-7, epsilonHat: true }`.
 *
 * m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; parameter ← parameter − η m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
 */
export interface Adam extends Stepping {
  readonly kind: "adam";
  /** β₁: how slowly the mean of the gradient forgets. */
  readonly beta1: number;
  /** β₂: how slowly the mean of its square forgets. */
  readonly beta2: number;
  readonly epsilon: number;
  /** Divides by the greatest mean square so far. arXiv:1904.09237 */
  readonly amsgrad: boolean;
  /** ε is not corrected for the start: the form before section 2.1 of the paper, which Keras uses. */
  readonly epsilonHat: boolean;
}

/** The numbers of Adam's step t: parameter ← parameter − size · m / (√v · scale + ε). */
export interface AdamStep {
  readonly size: number;
  readonly scale: number;
  readonly epsilon: number;
}

/** The bias corrections of step t = 1, 2, …, at learning rate `rate`. */
export function adamStep({ beta1, beta2, epsilon }: Pick<Adam, "beta1" | "beta2" | "epsilon">, rate: number, step: number, epsilonHat: boolean = false): AdamStep {
  const scale = 1 / Math.sqrt(1 - beta2 ** step);
  const size = rate / (1 - beta1 ** step);
  // With Keras's ε the whole quotient is corrected, which is ε · scale on the scaled root.
  return { size, scale, epsilon: epsilonHat ? epsilon * scale : epsilon };
}

export const adamRules: OptimizerRules<Adam> = {
  doc: {
    summary: "A step of about the learning rate for each parameter, however large its gradients are.",
    pytorch: "Adam", keras: "Adam",
    source: "arXiv:1412.6980, algorithm 1",
  },
  defaults: { kind: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: false, epsilonHat: false, weightDecay: 0 },
  fields: { learningRate: atLeast(0), weightDecay: atLeast(0), beta1: fraction, beta2: fraction, epsilon: atLeast(0), amsgrad: flag, epsilonHat: flag, ...clippingFields },
  slots: ({ amsgrad }) => ({ exp_avg: 0, exp_avg_sq: 0, ...(amsgrad && { max_exp_avg_sq: 0 }) }),
};

/** Adam: `adam({ learningRate: 0.001 })`. */
export const adam = (options: OptionsOf<Adam> = {}): Adam => optimizerOf(adamRules, options);
