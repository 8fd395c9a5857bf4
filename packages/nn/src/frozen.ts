import { inferShapes, inputShapes, weightOwner, weights, type Graph } from "@convscope/core";

/** The keys of the trainable weights of each node, by its name; a shared weight is there under every node that uses it. */
export function trainableWeights(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const shapes = inferShapes(graph);
  return new Map(
    graph.nodes.map((node) => [
      node.name,
      Object.entries(weights(node.layer, inputShapes(node, shapes)))
        .filter(([, { trainable }]) => trainable)
        .map(([name]) => `${weightOwner(node)}.${name}`),
    ]),
  );
}

/** The keys of all weights that can train, each once. */
export const trainableKeys = (graph: Graph): readonly string[] => [...new Set([...trainableWeights(graph).values()].flat())];

/** The frozen nodes of a graph: those that have trainable weights, none of which is among `trainable`. */
export function frozenNodes(graph: Graph, trainableOf: ReadonlyMap<string, readonly string[]>, trainable: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    graph.nodes
      .filter((node) => {
        const names = trainableOf.get(node.name) ?? [];
        return names.length > 0 && !names.some((name) => trainable.has(name));
      })
      .map(({ name }) => name),
  );
}
