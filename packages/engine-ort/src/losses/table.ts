import type { Loss, LossKind, LossOf } from "@convscope/nn";
import { binaryCrossentropy } from "./binaryCrossentropy.ts";
import { categoricalCrossentropy, negativeLogLikelihood, sparseCategoricalCrossentropy } from "./crossentropy.ts";
import { dice } from "./dice.ts";
import { halfSquaredError, huber, meanAbsoluteError, meanSquaredError } from "./distance.ts";
import { focal, sigmoidFocal } from "./focal.ts";
import { hinge } from "./hinge.ts";
import { klDivergence } from "./klDivergence.ts";
import type { EmitLoss } from "./loss.ts";

/** How every loss is written. A kind without a row does not compile. */
const rows: { readonly [K in LossKind]: EmitLoss<LossOf<K>> } = {
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

/** The only place that must trust `kind` to pick the matching row. */
export const emitLoss: EmitLoss<Loss> = (loss, ...args) => (rows[loss.kind] as EmitLoss<Loss>)(loss, ...args);
