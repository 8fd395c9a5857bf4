import { atLeast, flag, fraction, type OptionsOf } from "../record.ts";
import { clippingFields, optimizerOf, type OptimizerRules, type Stepping } from "./optimizer.ts";

/**
 * Divides the gradient by a running root mean square of it. PyTorch `RMSprop` (its α is `rho`), Keras `RMSprop` with
 * `{ rho: 0.9, epsilon: 1e-7, learningRate: 0.001, epsilonInsideSqrt: true }`.
 *
 * v ← ρ v + (1 − ρ) g²; parameter ← parameter − η g / (√v + ε)
 */
export interface Rmsprop extends Stepping {
  readonly kind: "rmsprop";
  /** ρ: how slowly the mean square forgets. */
  readonly rho: number;
  readonly epsilon: number;
  readonly momentum: number;
  /** Divides by the standard deviation: subtracts the square of the mean gradient. */
  readonly centered: boolean;
  /** √(v + ε) for √v + ε, as Keras 3 does. */
  readonly epsilonInsideSqrt: boolean;
}

export const rmspropRules: OptimizerRules<Rmsprop> = {
  doc: {
    summary: "Divides the gradient by the root of its recent mean square.",
    pytorch: "RMSprop", keras: "RMSprop",
    source: "Hinton, Neural Networks for Machine Learning, lecture 6e, 2012",
  },
  defaults: { kind: "rmsprop", learningRate: 0.01, rho: 0.99, epsilon: 1e-8, momentum: 0, centered: false, epsilonInsideSqrt: false, weightDecay: 0 },
  fields: { learningRate: atLeast(0), weightDecay: atLeast(0), rho: fraction, epsilon: atLeast(0), momentum: fraction, centered: flag, epsilonInsideSqrt: flag, ...clippingFields },
  slots: ({ momentum, centered }) => ({ square_avg: 0, ...(centered && { grad_avg: 0 }), ...(momentum > 0 && { momentum_buffer: 0 }) }),
};

/** RMSprop: `rmsprop({ learningRate: 0.001, rho: 0.9 })`. */
export const rmsprop = (options: OptionsOf<Rmsprop> = {}): Rmsprop => optimizerOf(rmspropRules, options);
