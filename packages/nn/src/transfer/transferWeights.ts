import { formatShape, GraphError, weightSpecs, type Graph } from "@convscope/core";
import type { Arrays } from "../array.ts";
import { initialWeights, type WeightInit } from "../initializers/index.ts";
import { known } from "../options.ts";

export interface TransferOptions {
  /** Draws what is not taken. */
  readonly seed?: number;
  readonly init?: WeightInit;
  /** Nodes that are drawn in any case, e.g. `headNodes(graph)` where the classes are others, though as many. */
  readonly drawn?: readonly string[];
}

/** A node whose weights are drawn, and why. */
export interface Drawn {
  readonly node: string;
  readonly why: string;
}

export interface Transferred {
  /** All weights of the graph. */
  readonly weights: Arrays;
  /** Nodes that have their weights from the other network, in the graph's order. */
  readonly taken: readonly string[];
  readonly drawn: readonly Drawn[];
  /** Weights of the other network that the graph has no use for, `node.weight-name`. */
  readonly leftOver: readonly string[];
}

/**
 * Begins a graph with the weights of another network: each node takes its own where all of them are there by name and shape, and has all of
 * them drawn from the seed where not, as a kernel without its bias is nobody's.
 *
 * ```ts
 * const start = transferWeights(graph, weights, { seed: 1, drawn: headNodes(graph) });
 * const net = await network(graph, { engine, seed: 1, weights: start.weights });
 * ```
 * @throws GraphError when no node can take its weights: then it is another network's file.
 */
export function transferWeights(graph: Graph, weights: Arrays, options: TransferOptions = {}): Transferred {
  known("transferWeights", options, "seed", "init", "drawn");
  const { drawn: always = [], ...how } = options;
  for (const name of always) if (!graph.nodes.some((node) => node.name === name)) throw new GraphError(`${graph.name}: drawn must name nodes of the graph. Received "${name}".`);
  const nodes = new Map<string, { readonly keys: string[]; readonly problems: string[] }>();
  for (const [key, { shape }] of weightSpecs(graph)) {
    const node = ownerOf(graph, key);
    const { keys, problems } = nodes.get(node) ?? { keys: [], problems: [] };
    nodes.set(node, { keys: [...keys, key], problems: [...problems, ...problemOf(key, shape, weights)] });
  }
  const taken: string[] = [];
  const drawn: Drawn[] = [];
  const begun: Record<string, Arrays[string]> = { ...initialWeights(graph, how) };
  const left = new Set(Object.keys(weights));
  for (const [node, { keys, problems }] of nodes) {
    const [problem] = always.includes(node) ? ["as asked"] : problems;
    if (problem !== undefined) {
      drawn.push({ node, why: problem });
      continue;
    }
    taken.push(node);
    for (const key of keys) {
      const array = weights[key];
      if (array) begun[key] = array;
      left.delete(key);
    }
  }
  if (taken.length === 0 && drawn.some(({ why }) => why !== "as asked")) {
    const received = Object.keys(weights);
    throw new GraphError(`${graph.name}: at least one node must find its weights by name and shape. Received ${received.length === 0 ? "no weights" : `${received.slice(0, 3).join(", ")}${received.length > 3 ? ", …" : ""}`}, where ${drawn[0]?.node} is due. Take the weights of the same kind of network.`);
  }
  return { weights: begun, taken, drawn, leftOver: [...left] };
}

/** The node that keeps a weight: the longest name before a dot, as both may hold dots. */
function ownerOf({ nodes }: Graph, key: string): string {
  const names = nodes.filter(({ name }) => key.startsWith(`${name}.`)).map(({ name }) => name);
  return names.reduce((longest, name) => (name.length > longest.length ? name : longest), "");
}

function problemOf(key: string, shape: readonly number[], weights: Arrays): readonly string[] {
  const array = weights[key];
  if (!array) return [`${key} is missing`];
  return String(array.shape) === String(shape) ? [] : [`${key} is ${formatShape(array.shape)}, where ${formatShape(shape)} is due`];
}
