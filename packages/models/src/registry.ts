import { didYouMean, type Graph } from "@convscope/core";
import { efficientnet } from "./efficientnet.ts";
import { lenet } from "./lenet.ts";
import { mobilenet } from "./mobilenet.ts";
import { resnet } from "./resnet.ts";
import { resnetCifar } from "./resnetCifar.ts";
import { build, type ModelOptions, type ModelRow } from "./row.ts";
import { teaching } from "./teaching.ts";

/** Every model, in the order of its family's first paper. */
export const models: readonly ModelRow[] = [
  ...teaching,
  ...lenet,
  ...resnet,
  ...resnetCifar,
  ...mobilenet,
  ...efficientnet,
];

/**
 * The graph of a model by name: `model("resnet18", { classes: 10, inputShape: [32, 32, 3] })`.
 *
 * @throws RangeError for an unknown name, an option that the model does not have or a value that cannot be, LayerError where the input is too small for the net.
 */
export function model(name: string, options: ModelOptions = {}): Graph {
  const row = models.find((m) => m.name === name);
  if (!row) throw new RangeError(`models: there is no model "${name}".${didYouMean(name, models.map((m) => m.name))} \`models\` lists them all.`);
  return build(row, options);
}
