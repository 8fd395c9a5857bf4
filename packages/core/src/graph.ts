import { GraphError, LayerError } from "./errors.ts";
import { outputShape, rulesOf, type Layer } from "./layers/table.ts";
import { received } from "./field.ts";
import { formatShape, inputShape, tooLarge, type InputSpec, type Shape } from "./shape.ts";
import { at } from "./errors.ts";
import { didYouMean } from "./suggest.ts";

/**
 * A named use of a layer. `name` is its path, as in a PyTorch state dict: `layer1.0.conv1`. `inputs` are names of nodes or
 * of graph inputs. `weightsOf` names the earlier node whose weights it uses too; left out where the weights are its own.
 */
export interface Node {
  readonly name: string;
  readonly layer: Layer;
  readonly inputs: readonly string[];
  readonly weightsOf?: string;
}

/** A model: nodes in an order in which each comes after its inputs. Plain data; every calculator folds over it. */
export interface Graph {
  readonly name: string;
  readonly inputs: { readonly [name: string]: InputSpec };
  readonly outputs: readonly string[];
  readonly nodes: readonly Node[];
}

/** The output shape of every node and graph input, by name. */
export type Shapes = ReadonlyMap<string, Shape>;

/** @throws GraphError for what is no graph, such as a chain that was not ended, which without types nothing else would say. */
export function checkGraph(graph: Pick<Graph, "nodes">): void {
  const given = (graph as { readonly nodes?: unknown; readonly graph?: unknown } | undefined) ?? {};
  if (Array.isArray(given.nodes)) return;
  throw new GraphError(typeof given.graph === "function" ? "graph: a chain must be ended. Received one without its end. Write .graph() after its last layer." : `graph: it must be what graph(), a chain's .graph() or parseGraph gives. Received ${received(graph)}.`);
}

/**
 * The shapes of a graph, in one pass.
 *
 * @throws LayerError naming the node whose rule is broken, GraphError where the wiring is wrong.
 */
export function inferShapes(graph: Pick<Graph, "inputs" | "nodes">): Shapes {
  checkGraph(graph);
  const shapes = new Map<string, Shape>();
  for (const [name, input] of Object.entries(graph.inputs)) shapes.set(name, inputShape(input));
  for (const node of graph.nodes) place(node, shapes);
  return shapes;
}

/** Adds one node's output shape to the shapes of those before it. */
export function place(node: Node, shapes: Map<string, Shape>): void {
  const { name, layer, inputs } = node;
  if (shapes.has(name)) throw new GraphError(`graph: names must be used once. Received two nodes named "${name}".`);
  const { arity } = rulesOf(layer);
  const [fewest, most] = typeof arity === "number" ? [arity, arity] : [arity.least, Infinity];
  if (inputs.length < fewest || inputs.length > most)
    throw new LayerError(layer.kind, `takes ${most === Infinity ? `at least ${fewest}` : fewest} input${fewest === 1 ? "" : "s"}. Received ${inputs.length}: ${inputs.join(", ")}.`, name);
  const shape = at(name, () => outputShape(layer, inputShapes(node, shapes)));
  if (!shape.every((n) => Number.isSafeInteger(n) && n >= 1)) throw new LayerError(layer.kind, `the output must have at least one value along every axis. Received ${formatShape(shape)}.`, name);
  const rule = tooLarge(shape);
  if (rule !== undefined) throw new LayerError(layer.kind, rule, name);
  shapes.set(name, shape);
}

/** The shapes that flow into a node. */
export function inputShapes({ name, inputs }: Node, shapes: Shapes): Shape[] {
  return inputs.map((input) => {
    const shape = shapes.get(input);
    if (shape === undefined) throw new GraphError(`${name}: inputs must be graph inputs or earlier nodes. Received "${input}".${didYouMean(input, shapes.keys())}`);
    return shape;
  });
}

/** The node of a name, or an error that suggests the nearest, or lists the first dozen. */
export function nodeOf(graph: Graph, name: string): Node {
  const node = graph.nodes.find((n) => n.name === name);
  if (node) return node;
  const names = graph.nodes.map((n) => n.name);
  const listed = 12;
  throw new GraphError(`${graph.name}: there is no node "${name}".${didYouMean(name, names) || ` Nodes: ${names.slice(0, listed).join(", ")}${names.length > listed ? ` and ${names.length - listed} more` : ""}.`}`);
}

/** The name under which a node's weights are kept: its own, or that of the node it shares with. */
export const weightOwner = ({ name, weightsOf }: Node): string => weightsOf ?? name;
