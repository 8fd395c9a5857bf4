import type { Loss, LossKind, LossOf } from "../../losses/index.ts";
import { binaryCrossentropy } from "./binaryCrossentropy.ts";
import { categoricalCrossentropy, negativeLogLikelihood, sparseCategoricalCrossentropy } from "./crossentropy.ts";
import { dice } from "./dice.ts";
import { halfSquaredError, huber, meanAbsoluteError, meanSquaredError } from "./distance.ts";
import { focal, sigmoidFocal } from "./focal.ts";
import { hinge } from "./hinge.ts";
import { klDivergence } from "./klDivergence.ts";
import type { LossFunction } from "./loss.ts";

/** How TensorFlow.js computes each kind of loss. A kind without a row does not compile. */
const lossFunctions: { readonly [K in LossKind]: LossFunction<LossOf<K>> } = {
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

/** The loss of a batch, differentiable with respect to `output`. Targets may be of any type; see `checkTarget` for their shapes. */
export const lossValue: LossFunction<Loss> = (loss, ...args) => (lossFunctions[loss.kind] as LossFunction<Loss>)(loss, ...args);
