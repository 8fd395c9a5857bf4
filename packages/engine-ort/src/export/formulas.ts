import type { Optimizer, OptimizerKind, OptimizerOf } from "@convscope/nn";

/**
 * How the numbers of a step follow from its learning rate `rate` and its count `t` = 1, 2, …, as texts that mean the same in Python and in
 * JavaScript, where `(t == 1)` counts as 1 or 0. They are computed in their order: a later one may use an earlier one by its name.
 */
export interface Formulas {
  readonly [name: string]: string;
}

/** Of every kind of optimiser. A kind without a row does not compile. */
const rows: { readonly [K in OptimizerKind]: (optimizer: OptimizerOf<K>) => Formulas } = {
  adadelta: () => ({ rate: "rate" }),
  adagrad: ({ learningRateDecay }) => ({ size: `rate / (1 + (t - 1) * ${learningRateDecay})` }),
  adam: ({ beta1, beta2, epsilon, epsilonHat }) => corrected(beta1, beta2, epsilonHat ? String(epsilon) : `${epsilon} * root`),
  adamax: ({ beta1 }) => ({ ...mean(beta1), size: `rate / (1 - ${beta1} ** t)` }),
  adamw: ({ beta1, beta2, epsilon, weightDecay }) => ({ ...corrected(beta1, beta2, `${epsilon} * root`), shrink: `1 - rate * ${weightDecay}` }),
  nadam: ({ beta1, beta2, epsilon, momentumDecay, torch1 }) => ({
    ...mean(beta1),
    mu: `${beta1} * (1 - 0.5 * 0.96 ** (t * ${momentumDecay}))`,
    next_mu: `${beta1} * (1 - 0.5 * 0.96 ** ((t + 1) * ${momentumDecay}))`,
    mu_product: "mu_product * mu",
    root: `(1 - ${beta2} ** t) ** 0.5`,
    ofGradient: "rate * (1 - mu) / (1 - mu_product) * root",
    ofMean: `rate * next_mu / (1 - mu_product * next_mu${torch1 ? " * mu" : ""}) * root`,
    epsilon: `${epsilon} * root`,
  }),
  radam: ({ beta1, beta2, epsilon }) => ({
    ...mean(beta1),
    most: `2 / (1 - ${beta2}) - 1`,
    rho: `most - 2 * t * ${beta2} ** t / (1 - ${beta2} ** t)`,
    divides: "(rho > 5) * 1",
    rectified: `((rho - 4) * (rho - 2) * most * (1 - ${beta2} ** t) / ((most - 4) * (most - 2) * rho)) * divides`,
    size: `rate / (1 - ${beta1} ** t) * rectified ** (0.5 * divides)`,
    ofRoot: "divides",
    rest: `1 - divides + ${epsilon} * divides`,
  }),
  rmsprop: ({ momentum }) => ({ rate: "rate", keep: String(momentum) }),
  sgd: ({ momentum, dampening }) => ({ rate: "rate", keep: `${momentum} * (t > 1)`, take: `1 - ${dampening} * (t > 1)`, ahead: String(momentum) }),
};

/** Of the running mean of the gradient. */
const mean = (beta1: number): Formulas => ({ keep: String(beta1), take: `1 - ${beta1}` });

/** Of Adam: parameter − size · m / (√v + epsilon). */
const corrected = (beta1: number, beta2: number, epsilon: string): Formulas => ({ ...mean(beta1), root: `(1 - ${beta2} ** t) ** 0.5`, size: `rate / (1 - ${beta1} ** t) * root`, epsilon });

/** The only place that must trust `kind` to pick the matching row. */
export const formulasOf = (optimizer: Optimizer): Formulas => (rows[optimizer.kind] as (optimizer: Optimizer) => Formulas)(optimizer);
