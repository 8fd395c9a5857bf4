import { ancestors, didYouMean, GraphError, headNodes, nodeOf, weightOwner, type Graph } from "@convscope/core";
import type { FitOptions } from "../fit.ts";
import { trainableKeys, trainableWeights } from "../frozen.ts";
import { known, whole } from "../options.ts";

export interface FreezeOptions {
  /** The last node that is frozen, with all that it depends on; or a part of the network, such as `layer3`, which stands for its last. */
  readonly until?: string;
  /** Nodes or parts that are frozen, and no others. */
  readonly nodes?: readonly string[];
  /** The epoch from which all layers train, counted from 1; never unless given. */
  readonly thaw?: number;
  /** What the learning rate of the thawed layers is multiplied by; 0.1 unless given. */
  readonly thawRate?: number;
}

/** The options of `fit` that say which weights change, and how fast. */
export type Freezing = Required<Pick<FitOptions, "trainable" | "rates">>;

/**
 * Keeps layers as they are while the others learn, and lets them learn too after a while. Without `until` and `nodes` the trunk is frozen,
 * which is everything but the head. Frozen batch normalisation runs as at inference.
 *
 * ```ts
 * await fit(net, train, { ...settings, ...freeze(net.graph, { thaw: 3, thawRate: 0.1 }) });
 * ```
 * @throws GraphError for a node that the graph does not have, or when nothing is left to train.
 */
export function freeze(graph: Graph, options: FreezeOptions = {}): Freezing {
  known("freeze", options, "until", "nodes", "thaw", "thawRate");
  const { thaw = Infinity, thawRate = 0.1 } = options;
  if (thaw !== Infinity) whole("freeze", "thaw", thaw, 1);
  if (!(thawRate > 0 && thawRate < Infinity)) throw new RangeError(`freeze: thawRate must be a finite number > 0. Received ${thawRate}.`);
  const frozen = frozenKeys(graph, options);
  const all = trainableKeys(graph);
  const open = all.filter((key) => !frozen.has(key));
  if (open.length === 0 && thaw > 1) throw new GraphError(`${graph.name}: freeze must leave something to train. Received ${namesOf(options)}, which is all of it. Freeze up to an earlier node.`);
  const slowed = Object.fromEntries([...frozen].map((key) => [key, thawRate]));
  return { trainable: (epoch) => (epoch < thaw ? open : all), rates: (epoch) => (epoch < thaw ? {} : slowed) };
}

const namesOf = ({ until, nodes }: FreezeOptions): string => until ?? nodes?.join(", ") ?? "the trunk";

/** The keys of the trainable weights that are frozen. A weight that a frozen node shares with another is frozen in both. */
function frozenKeys(graph: Graph, options: FreezeOptions): ReadonlySet<string> {
  const keys = trainableWeights(graph);
  return new Set(frozenNames(graph, options).flatMap((name) => keys.get(name) ?? []));
}

function frozenNames(graph: Graph, { until, nodes }: FreezeOptions): readonly string[] {
  if (until !== undefined && nodes !== undefined) throw new RangeError("freeze: until and nodes both say what is frozen. Give one.");
  if (nodes) return nodes.flatMap((name) => nodesOf(graph, name));
  if (until !== undefined) return ancestors(graph, nodesOf(graph, until)).map(({ name }) => name);
  return trunkNodes(graph);
}

/** All nodes but those of the head, and those that share their weights with it. */
export function trunkNodes(graph: Graph): readonly string[] {
  const heads = new Set(headNodes(graph).map((name) => weightOwner(nodeOf(graph, name))));
  return graph.nodes.filter((node) => !heads.has(weightOwner(node))).map(({ name }) => name);
}

/** The node of a name, or those of a part of the network, such as `layer3` with its `layer3.0.conv1`. */
function nodesOf(graph: Graph, name: string): readonly string[] {
  const names = graph.nodes.map((node) => node.name);
  const found = names.filter((node) => node === name || node.startsWith(`${name}.`));
  if (found.length > 0) return found;
  const parts = [...new Set(names.flatMap((node) => [node, node.split(".")[0] ?? node]))];
  throw new GraphError(`${graph.name}: there is no node or part "${name}".${didYouMean(name, parts)} Parts: ${[...new Set(names.map((node) => node.split(".")[0]))].slice(0, 12).join(", ")}.`);
}
