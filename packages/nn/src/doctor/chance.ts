import type { Shapes } from "@convscope/core";
import type { Objective } from "../engine.ts";
import { meanOf, type Loss, type LossKind, type LossOf } from "../losses/index.ts";

/** The loss of a network that finds all classes equally likely; undefined where a loss is not of classes. */
const losses: { readonly [K in LossKind]: (loss: LossOf<K>, classes: number) => number | undefined } = {
  binaryCrossentropy: () => Math.LN2,
  categoricalCrossentropy: ({ classWeights }, classes) => (classWeights ? undefined : Math.log(classes)),
  dice: () => undefined,
  focal: () => undefined,
  halfSquaredError: () => undefined,
  hinge: ({ margin, squared }, classes) => ((classes - 1) / classes) * (squared ? margin ** 2 : margin),
  huber: () => undefined,
  klDivergence: () => undefined,
  meanAbsoluteError: () => undefined,
  meanSquaredError: () => undefined,
  negativeLogLikelihood: (_, classes) => Math.log(classes),
  sigmoidFocal: () => undefined,
  sparseCategoricalCrossentropy: (_, classes) => Math.log(classes),
};

/** Cross-entropy of `classes` equal probabilities is ln(classes), of yes or no ln 2. */
export const chanceLoss = (loss: Loss, classes: number): number | undefined => (meanOf(loss) === "nothing" ? undefined : (losses[loss.kind] as (loss: Loss, classes: number) => number | undefined)(loss, classes));

/** The same of all outputs together; those whose losses are not of classes count nothing. */
export const chanceOf = (objective: Objective, shapes: Shapes): number =>
  Object.entries(objective).reduce((sum, [output, { loss, weight }]) => sum + weight * (chanceLoss(loss, shapes.get(output)?.at(-1) ?? 1) ?? 0), 0);
