import { inferShapes, inputShapes, nodeOf, weightOwner, weights, type Graph } from "@convscope/core";

/** The keys of the weights that give a graph its outputs: of each output, those of the last layers before it that have any. */
export function headKeys(graph: Graph): readonly string[] {
  const shapes = inferShapes(graph);
  const seen = new Set<string>();
  const keys: string[] = [];
  const visit = (name: string): void => {
    // An input of the graph is no node and has no weights.
    if (seen.has(name) || name in graph.inputs) return;
    seen.add(name);
    const node = nodeOf(graph, name);
    const own = Object.keys(weights(node.layer, inputShapes(node, shapes)));
    if (own.length === 0) node.inputs.forEach(visit);
    else keys.push(...own.map((key) => `${weightOwner(node)}.${key}`));
  };
  graph.outputs.forEach(visit);
  return keys;
}
