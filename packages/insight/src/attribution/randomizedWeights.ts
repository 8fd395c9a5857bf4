import { weightSpecs, type Graph } from "@convscope/core";
import { breather, initialWeights, known, network as networkOf, type Arrays, type NdArray, type Network } from "@convscope/nn";
import { rankCorrelation } from "../rankCorrelation.ts";
import type { TargetOptions } from "../target.ts";
import type { Attribution } from "./gradient.ts";

export interface RandomizedWeightsOptions extends TargetOptions {
  /** Draws the random weights. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** How like the attribution still is with random weights from the end of the network back to this node. */
export interface Randomized {
  /** The last node back to which all weights are random. */
  readonly node: string;
  /** Spearman's correlation of the absolute values with those of the trained network, the mean over the samples: 1 the same order, 0 none. */
  readonly similarity: number;
}

/**
 * The sanity check of arXiv:1810.03292, section 3: weights are drawn anew node by node from the end of the network. A method that explains
 * what the network has learned must give other maps then; one that only finds edges gives the same. The classes stay those of the trained
 * network.
 *
 * ```ts
 * const steps = await randomizedWeights(net, images, (net, x, options) => gradCam(net, x, options));
 * ```
 */
export async function randomizedWeights(
  network: Network, x: NdArray, explain: (network: Network, x: NdArray, options: TargetOptions) => Promise<Attribution>, options: RandomizedWeightsOptions = {},
): Promise<readonly Randomized[]> {
  known("randomizedWeights", options, "target", "output", "seed", "signal");
  const { target, output, seed = 0, signal } = options;
  const asked = { ...(target !== undefined && { target }), ...(output !== undefined && { output }) };
  const first = await explain(network, x, asked);
  const drawn = initialWeights(network.graph, { seed: seed + 1 });
  const other = await networkOf(network.graph, { engine: network.engine, seed, weights: await network.weights() });
  const found: Randomized[] = [];
  const breathe = breather();
  try {
    for (const { node, keys } of weightedNodes(network.graph).toReversed()) {
      await breathe();
      signal?.throwIfAborted();
      await other.setWeights(Object.fromEntries(keys.map((key) => [key, drawn[key]])) as Arrays);
      found.push({ node, similarity: similarityOf(first, await explain(other, x, { ...asked, target: first.targets })) });
    }
    return found;
  } finally {
    other.dispose();
  }
}

/** Nodes with weights of their own, in the graph's order. */
function weightedNodes(graph: Graph): readonly { readonly node: string; readonly keys: readonly string[] }[] {
  const keys = [...weightSpecs(graph).keys()];
  return graph.nodes.map(({ name }) => ({ node: name, keys: keys.filter((key) => key.slice(0, key.lastIndexOf(".")) === name) })).filter((one) => one.keys.length > 0);
}

function similarityOf(a: Attribution, b: Attribution): number {
  const samples = a.targets.length;
  const size = a.data.length / samples;
  const rowOf = ({ data }: Attribution, i: number): Float32Array => data.subarray(i * size, (i + 1) * size).map(Math.abs);
  return Array.from({ length: samples }, (_, i) => rankCorrelation(rowOf(a, i), rowOf(b, i))).reduce((sum, value) => sum + value, 0) / samples;
}
