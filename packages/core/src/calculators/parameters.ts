import { inferShapes, inputShapes, type Graph, type Shapes } from "../graph.ts";
import { at } from "../errors.ts";
import { weights } from "../layers/table.ts";
import type { WeightSpec } from "../layer.ts";
import { product } from "../shape.ts";

/** How many numbers a graph, or one node of it, keeps. A shared layer is counted where it first stands. */
export interface Parameters {
  /** Learned arrays: what torchvision and most papers call parameters. */
  readonly trainable: number;
  /** Remembered or fixed arrays, such as running means; Keras counts them among its total. */
  readonly nonTrainable: number;
}

/** The weight arrays of every node that has its own, keyed `node.weight-name`, in the graph's order. */
export function weightSpecs(graph: Graph, shapes: Shapes = inferShapes(graph)): ReadonlyMap<string, WeightSpec> {
  const specs = new Map<string, WeightSpec>();
  for (const node of graph.nodes) {
    if (node.weightsOf !== undefined) continue;
    for (const [name, spec] of Object.entries(at(node.name, () => weights(node.layer, inputShapes(node, shapes))))) specs.set(`${node.name}.${name}`, spec);
  }
  return specs;
}

/** The parameters of every node, by name; zero where it has none or shares another's. */
export function parametersByNode(graph: Graph, shapes: Shapes = inferShapes(graph)): ReadonlyMap<string, Parameters> {
  return new Map(
    graph.nodes.map((node) => {
      const own = node.weightsOf === undefined ? Object.values(weights(node.layer, inputShapes(node, shapes))) : [];
      const count = (trainable: boolean): number => own.filter((spec) => spec.trainable === trainable).reduce((sum, { shape }) => sum + product(shape), 0);
      return [node.name, { trainable: count(true), nonTrainable: count(false) }];
    }),
  );
}

/** The parameters of a whole graph. */
export function parameters(graph: Graph, shapes: Shapes = inferShapes(graph)): Parameters {
  let [trainable, nonTrainable] = [0, 0];
  for (const own of parametersByNode(graph, shapes).values()) {
    trainable += own.trainable;
    nonTrainable += own.nonTrainable;
  }
  return { trainable, nonTrainable };
}
