import type { Graph } from "@convscope/core";
import { trainableWeights } from "./frozen.ts";
import { known } from "./options.ts";

/** The stage of a node: the first part of its name, `layer1` of `layer1.0.conv1`. */
const stageOf = (node: string): string => node.split(".", 1)[0] ?? node;

/**
 * Factors on the learning rate that are smaller the nearer a layer is to the input: 1 for the last stage, `decay` for the one before it, then
 * decay², … What the first layers see is much the same for all pictures, so trained weights need little change there.
 * Stages are named by the first part of the names of their nodes, in the graph's order, and only those with weights count; a weight that
 * several share goes with the last of them. For `rates` of `fit`. arXiv:1801.06146, section 3.2, whose decay is 1 / 2.6.
 *
 * @throws RangeError for a decay that is not above 0 and at most 1.
 */
export function layerRates(graph: Graph, options: { readonly decay: number }): { readonly [weight: string]: number } {
  known("layerRates", options, "decay");
  const { decay } = options;
  if (!(decay > 0 && decay <= 1)) throw new RangeError(`layerRates: decay must be a number above 0 and at most 1, such as 0.5. Received ${decay}.`);
  const keys = [...trainableWeights(graph)].filter(([, keys]) => keys.length > 0);
  const stages = [...new Set(keys.map(([node]) => stageOf(node)))];
  return Object.fromEntries(keys.flatMap(([node, keys]) => keys.map((key) => [key, decay ** (stages.length - 1 - stages.indexOf(stageOf(node)))] as const)));
}
