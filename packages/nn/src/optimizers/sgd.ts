import { atLeast, flag, fraction, type OptionsOf } from "../record.ts";
import { clippingFields, optimizerOf, type OptimizerRules, type Stepping } from "./optimizer.ts";

/**
 * Stochastic gradient descent, with momentum and Nesterov's look ahead. PyTorch `SGD`, Keras `SGD`.
 *
 * b ← μ b + (1 − dampening) g, at the first step b ← g; parameter ← parameter − η b (Nesterov: η (g + μ b)). Without momentum b is g.
 */
export interface Sgd extends Stepping {
  readonly kind: "sgd";
  /** μ: how much of the last step goes into this one. */
  readonly momentum: number;
  /** How much of the gradient is left out of the momentum. */
  readonly dampening: number;
  /** Looks ahead along the momentum. Needs momentum, and no dampening. */
  readonly nesterov: boolean;
}

export const sgdRules: OptimizerRules<Sgd> = {
  doc: {
    summary: "Steps against the gradient, and keeps rolling with momentum.",
    pytorch: "SGD", keras: "SGD",
    source: "Sutskever et al., ICML 2013, equations 1 to 4",
  },
  defaults: { kind: "sgd", learningRate: 0.01, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0 },
  fields: { learningRate: atLeast(0), weightDecay: atLeast(0), momentum: fraction, dampening: fraction, nesterov: flag, ...clippingFields },
  slots: ({ momentum }) => (momentum === 0 ? {} : { momentum_buffer: 0 }),
};

/**
 * Gradient descent: `sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true })`. The learning rate is Keras's 0.01; PyTorch asks for one.
 *
 * @throws RangeError for Nesterov without momentum or with dampening.
 */
export function sgd(options: OptionsOf<Sgd> = {}): Sgd {
  const optimizer = optimizerOf(sgdRules, options);
  const { nesterov, momentum, dampening } = optimizer;
  if (nesterov && (momentum === 0 || dampening !== 0))
    throw new RangeError(`sgd: nesterov needs momentum above 0 and no dampening. Received momentum=${momentum}, dampening=${dampening}. Usual: { momentum: 0.9, nesterov: true }.`);
  return optimizer;
}
