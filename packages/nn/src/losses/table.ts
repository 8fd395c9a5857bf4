import { checkRecord, parseRecord, type Factories } from "../record.ts";
import { binaryCrossentropy, binaryCrossentropyRules, type BinaryCrossentropy } from "./binaryCrossentropy.ts";
import { categoricalCrossentropy, categoricalCrossentropyRules, type CategoricalCrossentropy } from "./categoricalCrossentropy.ts";
import { dice, diceRules, type Dice } from "./dice.ts";
import { focal, focalRules, type Focal } from "./focal.ts";
import { halfSquaredError, halfSquaredErrorRules, type HalfSquaredError } from "./halfSquaredError.ts";
import { hinge, hingeRules, type Hinge } from "./hinge.ts";
import { huber, huberRules, type Huber } from "./huber.ts";
import { klDivergence, klDivergenceRules, type KlDivergence } from "./klDivergence.ts";
import { meanAbsoluteError, meanAbsoluteErrorRules, type MeanAbsoluteError } from "./meanAbsoluteError.ts";
import { meanSquaredError, meanSquaredErrorRules, type MeanSquaredError } from "./meanSquaredError.ts";
import { negativeLogLikelihood, negativeLogLikelihoodRules, type NegativeLogLikelihood } from "./negativeLogLikelihood.ts";
import { sigmoidFocal, sigmoidFocalRules, type SigmoidFocal } from "./sigmoidFocal.ts";
import { sparseCategoricalCrossentropy, sparseCategoricalCrossentropyRules, type SparseCategoricalCrossentropy } from "./sparseCategoricalCrossentropy.ts";
import type { LossRules, MeanOver, TargetKind } from "./loss.ts";

/** How far an output is from its target, as data: plain, JSON-safe, told apart by `kind`. Engines interpret it. */
export type Loss =
  | BinaryCrossentropy
  | CategoricalCrossentropy
  | Dice
  | Focal
  | HalfSquaredError
  | Hinge
  | Huber
  | KlDivergence
  | MeanAbsoluteError
  | MeanSquaredError
  | NegativeLogLikelihood
  | SigmoidFocal
  | SparseCategoricalCrossentropy;
export type LossKind = Loss["kind"];
export type LossOf<K extends LossKind> = Extract<Loss, { readonly kind: K }>;

/** What every kind of loss says of itself. A kind without a row does not compile. */
export const lossRules: { readonly [K in LossKind]: LossRules<LossOf<K>> } = {
  binaryCrossentropy: binaryCrossentropyRules,
  categoricalCrossentropy: categoricalCrossentropyRules,
  dice: diceRules,
  focal: focalRules,
  halfSquaredError: halfSquaredErrorRules,
  hinge: hingeRules,
  huber: huberRules,
  klDivergence: klDivergenceRules,
  meanAbsoluteError: meanAbsoluteErrorRules,
  meanSquaredError: meanSquaredErrorRules,
  negativeLogLikelihood: negativeLogLikelihoodRules,
  sigmoidFocal: sigmoidFocalRules,
  sparseCategoricalCrossentropy: sparseCategoricalCrossentropyRules,
};

/** The factory of every kind. */
export const losses: Factories<Loss> = {
  binaryCrossentropy,
  categoricalCrossentropy,
  dice,
  focal,
  halfSquaredError,
  hinge,
  huber,
  klDivergence,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogLikelihood,
  sigmoidFocal,
  sparseCategoricalCrossentropy,
};

/**
 * Reads a loss from a configuration: `"huber"` or `{ kind: "huber", delta: 2 }`.
 *
 * @throws RangeError naming the wrong kind or option, and the nearest that exists.
 */
export const parseLoss = (json: unknown): Loss => parseRecord("loss", losses, json);

/** @throws RangeError for what is no loss, such as its name or a factory that was not called. */
export const checkLoss = (loss: Loss): void => { checkRecord("loss", losses, loss, "sparseCategoricalCrossentropy"); };

/** Whether a loss compares with whole-number labels or with values in the output's shape. */
export const targetKind = (loss: Loss): TargetKind => lossRules[loss.kind].target;

/** What a loss of a batch is a mean over. */
export const meanOf = (loss: Loss): MeanOver => (lossRules[loss.kind] as LossRules<Loss>).meanOver(loss);
