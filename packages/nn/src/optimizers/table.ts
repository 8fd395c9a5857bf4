import { checkRecord, parseRecord, type Factories } from "../record.ts";
import { adadelta, adadeltaRules, type Adadelta } from "./adadelta.ts";
import { adagrad, adagradRules, type Adagrad } from "./adagrad.ts";
import { adam, adamRules, type Adam } from "./adam.ts";
import { adamax, adamaxRules, type Adamax } from "./adamax.ts";
import { adamw, adamwRules, type Adamw } from "./adamw.ts";
import { nadam, nadamRules, type Nadam } from "./nadam.ts";
import type { OptimizerRules, Scalars } from "./optimizer.ts";
import { radam, radamRules, type Radam } from "./radam.ts";
import { rmsprop, rmspropRules, type Rmsprop } from "./rmsprop.ts";
import { sgd, sgdRules, type Sgd } from "./sgd.ts";

/** How gradients change weights, as data: plain, JSON-safe, told apart by `kind`. Engines interpret it. */
export type Optimizer = Adadelta | Adagrad | Adam | Adamax | Adamw | Nadam | Radam | Rmsprop | Sgd;
export type OptimizerKind = Optimizer["kind"];
export type OptimizerOf<K extends OptimizerKind> = Extract<Optimizer, { readonly kind: K }>;

/** What every kind of optimiser says of itself. A kind without a row does not compile. */
export const optimizerRules: { readonly [K in OptimizerKind]: OptimizerRules<OptimizerOf<K>> } = {
  adadelta: adadeltaRules,
  adagrad: adagradRules,
  adam: adamRules,
  adamax: adamaxRules,
  adamw: adamwRules,
  nadam: nadamRules,
  radam: radamRules,
  rmsprop: rmspropRules,
  sgd: sgdRules,
};

/** The factory of every kind. */
export const optimizers: Factories<Optimizer> = {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  nadam,
  radam,
  rmsprop,
  sgd,
};

/**
 * Reads an optimiser from a configuration: `"adam"` or `{ kind: "adam", learningRate: 0.01 }`.
 *
 * @throws RangeError naming the wrong kind or option, and the nearest that exists.
 */
export const parseOptimizer = (json: unknown): Optimizer => parseRecord("optimizer", optimizers, json);

/** @throws RangeError for what is no optimiser, such as its name or a factory that was not called. */
export const checkOptimizer = (optimizer: Optimizer): void => { checkRecord("optimizer", optimizers, optimizer, "adam"); };

/** The only place that must trust `kind` to pick the matching row. */
const rulesOf = (optimizer: Optimizer): OptimizerRules<Optimizer> => optimizerRules[optimizer.kind] as OptimizerRules<Optimizer>;

/** The arrays that an optimiser remembers for each parameter, in the parameter's shape, and the number they start with: `{ exp_avg: 0, … }`. */
export const slots = (optimizer: Optimizer): { readonly [name: string]: number } => rulesOf(optimizer).slots(optimizer);

/** The numbers that an optimiser remembers for each parameter beside the arrays, before its first step. */
export const firstScalars = (optimizer: Optimizer): Scalars => rulesOf(optimizer).scalars ?? {};

/** The numbers of a parameter's step t = 1, 2, …, from those of its step before. */
export const nextScalars = (optimizer: Optimizer, step: number, scalars: Scalars): Scalars => rulesOf(optimizer).nextScalars?.(optimizer, step, scalars) ?? {};
