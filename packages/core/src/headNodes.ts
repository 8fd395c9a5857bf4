import { inferShapes, inputShapes, nodeOf, type Graph } from "./graph.ts";
import { weights } from "./layers/table.ts";

/** The head of a graph: of each output, the last nodes before it that have weights. What they take is what the rest, the trunk, has learned to see. */
export function headNodes(graph: Graph): readonly string[] {
  const shapes = inferShapes(graph);
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (name: string): void => {
    // An input of the graph is no node and has no weights.
    if (seen.has(name) || name in graph.inputs) return;
    seen.add(name);
    const node = nodeOf(graph, name);
    if (Object.keys(weights(node.layer, inputShapes(node, shapes))).length === 0) node.inputs.forEach(visit);
    else found.push(name);
  };
  graph.outputs.forEach(visit);
  return found;
}
