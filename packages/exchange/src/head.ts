import { headNodes, inferShapes, inputShapes, nodeOf, weightOwner, weights, type Graph } from "@convscope/core";

/** The keys of the weights that give a graph its outputs: those of its head. */
export function headKeys(graph: Graph): readonly string[] {
  const shapes = inferShapes(graph);
  return headNodes(graph).flatMap((name) => {
    const node = nodeOf(graph, name);
    return Object.keys(weights(node.layer, inputShapes(node, shapes))).map((key) => `${weightOwner(node)}.${key}`);
  });
}
