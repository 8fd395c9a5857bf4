import type { Recipe } from "./recipe.ts";
import { logisticByHand, mlpDigits, mlpRegression, perceptronRule, vanishingGradients } from "./foundations/index.ts";
import { autoencoderConv, autoencoderDense, dcgan, denoisingAutoencoder } from "./generative/index.ts";
import { captionShapes, detectShapes, localiseShapes, segmentShapes, segmentShapesFcn } from "./shapes/index.ts";
import { alexnetFromScratch, catsAndDogs, degradation, imbalanced, multiLabel, reluAgainstTanh } from "./pictures/index.ts";
import { transferPictures } from "./pictures/transfer.ts";
import { textCnn } from "./text/index.ts";
import { trainings } from "./trainings.ts";

/** Every recipe, in the order in which one learns. */
export const recipes: readonly Recipe[] = [
  perceptronRule, logisticByHand, mlpDigits, mlpRegression, vanishingGradients,
  ...trainings,
  catsAndDogs, multiLabel, imbalanced, reluAgainstTanh, degradation, alexnetFromScratch, textCnn,
  autoencoderDense, autoencoderConv, denoisingAutoencoder, dcgan,
  localiseShapes, segmentShapes, segmentShapesFcn, detectShapes, captionShapes, transferPictures,
];

/** The recipe of a name. */
export const recipe = (name: string): Recipe | undefined => recipes.find((known) => known.name === name);
