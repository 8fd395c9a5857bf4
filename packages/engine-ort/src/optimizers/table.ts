import type { Optimizer, OptimizerKind, OptimizerOf } from "@convscope/nn";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam, adamw } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { nadam } from "./nadam.ts";
import { radam } from "./radam.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";
import type { Rule } from "./update.ts";

/** How each kind of optimiser takes a step. A kind without a row does not compile. */
const rules: { readonly [K in OptimizerKind]: Rule<OptimizerOf<K>> } = {
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

/** The only place that must trust `kind` to pick the matching row. */
export const ruleOf = (optimizer: Optimizer): Rule<Optimizer> => rules[optimizer.kind] as Rule<Optimizer>;
