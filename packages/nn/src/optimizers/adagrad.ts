import { atLeast, flag, type OptionsOf } from "../record.ts";
import { clippingFields, optimizerOf, type OptimizerRules, type Stepping } from "./optimizer.ts";

/**
 * Divides the gradient by the root of the sum of all its squares so far. PyTorch `Adagrad`, Keras `Adagrad` with
 * `{ initialAccumulatorValue: 0.1, epsilon: 1e-7, epsilonInsideSqrt: true }`.
 *
 * s ← s + g²; parameter ← parameter − η / (1 + (t − 1) · decay) · g / (√s + ε)
 */
export interface Adagrad extends Stepping {
  readonly kind: "adagrad";
  readonly epsilon: number;
  /** What s starts with. */
  readonly initialAccumulatorValue: number;
  /** How fast the learning rate falls: PyTorch `lr_decay`. */
  readonly learningRateDecay: number;
  /** √(s + ε) for √s + ε, as Keras 3 does. */
  readonly epsilonInsideSqrt: boolean;
}

export const adagradRules: OptimizerRules<Adagrad> = {
  doc: {
    summary: "Steps get smaller where gradients have been large.",
    pytorch: "Adagrad", keras: "Adagrad",
    source: "Duchi, Hazan, Singer, JMLR 12, 2011",
  },
  defaults: { kind: "adagrad", learningRate: 0.01, epsilon: 1e-10, initialAccumulatorValue: 0, learningRateDecay: 0, epsilonInsideSqrt: false, weightDecay: 0 },
  fields: { learningRate: atLeast(0), weightDecay: atLeast(0), epsilon: atLeast(0), initialAccumulatorValue: atLeast(0), learningRateDecay: atLeast(0), epsilonInsideSqrt: flag, ...clippingFields },
  slots: ({ initialAccumulatorValue }) => ({ sum: initialAccumulatorValue }),
};

/** Adagrad: `adagrad({ learningRate: 0.1 })`. */
export const adagrad = (options: OptionsOf<Adagrad> = {}): Adagrad => optimizerOf(adagradRules, options);
