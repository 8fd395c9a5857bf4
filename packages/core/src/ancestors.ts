import { checkGraph, type Graph, type Node } from "./graph.ts";

/** The nodes that must run to know the values of those named, in the graph's order. */
export function ancestors(graph: Graph, names: readonly string[]): Node[] {
  checkGraph(graph);
  const wanted = new Set(names);
  const found: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!wanted.has(node.name)) continue;
    found.push(node);
    for (const input of node.inputs) wanted.add(input);
  }
  return found.reverse();
}
