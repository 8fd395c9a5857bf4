import { inferShapes, inputShapes, type Graph, type Node, type Shapes } from "../graph.ts";
import { macs, rulesOf } from "../layers/table.ts";
import { product } from "../shape.ts";
import { conventions, type ConventionName } from "./conventions.ts";

/** The multiply–accumulates of every node for one sample, by name. A shared layer works wherever it stands. */
export function macsByNode(graph: Graph, convention: ConventionName = "torchvision", shapes: Shapes = inferShapes(graph)): ReadonlyMap<string, number> {
  return new Map(graph.nodes.map((node) => [node.name, macsOfNode(node, convention, shapes)]));
}

/** The multiply–accumulates of a whole graph for one sample. FLOPs are twice as many. */
export function totalMacs(graph: Graph, convention: ConventionName = "torchvision", shapes: Shapes = inferShapes(graph)): number {
  return graph.nodes.reduce((sum, node) => sum + macsOfNode(node, convention, shapes), 0);
}

function macsOfNode(node: Node, convention: ConventionName, shapes: Shapes): number {
  const counted = conventions[convention].work[rulesOf(node.layer).work];
  if (counted === "nothing") return 0;
  const inputs = inputShapes(node, shapes);
  if (counted === "macs") return macs(node.layer, inputs);
  const of = counted.per === "output" ? (shapes.get(node.name) ?? []) : (inputs[0] ?? []);
  return counted.times * product(of);
}
