import { GraphError, LayerError } from "./errors.ts";
import { received, type Field } from "./field.ts";
import { inputShapes, place as addShape, type Graph, type Node } from "./graph.ts";
import type { Rules } from "./layer.ts";
import { rules, weights, type Kind, type Layer } from "./layers/table.ts";
import { formatShape, inputShape, largest, product, tooLarge, type InputSpec, type Shape } from "./shape.ts";
import { didYouMean } from "./suggest.ts";

/** What a graph from a file may be at most, so that a hostile one costs its reader little. */
const most = { characters: 2 ** 26, nodes: 10_000, inputs: 1_000, name: 200, ...largest } as const;

/** The layout of the file; a reader refuses newer ones. */
const version = 1;

/**
 * A graph as text that `parseGraph` reads, one node a line. Equal graphs give equal texts.
 *
 * @throws GraphError naming the node whose layer holds code, such as `custom`.
 */
export function toJson(graph: Graph): string {
  for (const { name, layer } of graph.nodes)
    for (const [field, value] of Object.entries(layer))
      if (typeof value === "function") throw new GraphError(`${graph.name}: ${name} (${layer.kind}) cannot be written as JSON. Its ${field} is a function. Keep such a layer in code, and build the graph there.`);
  const nodes = graph.nodes.map((node) => `    ${JSON.stringify({ ...node, layer: ordered(node.layer) })}`).join(",\n");
  return `{
  "version": ${version},
  "name": ${JSON.stringify(graph.name)},
  "inputs": ${JSON.stringify(graph.inputs)},
  "outputs": ${JSON.stringify(graph.outputs)},
  "nodes": [
${nodes}
  ]
}
`;
}

/** The fields in the order of the rules, so that equal graphs are equal texts. */
const ordered = (layer: Layer): object => Object.fromEntries(["kind", ...Object.keys(rules[layer.kind].fields)].map((field) => [field, Reflect.get(layer, field) as unknown]));

export interface ParseOptions {
  /** What messages call the text; `graph.json` if left out. */
  readonly file?: string;
}

/**
 * The graph that a text, or the value it stands for, describes. Nothing in it is trusted: every field and every rule is checked
 * as if the graph were built here, and all shapes are inferred anew.
 *
 * @throws GraphError naming the node and the field: ``graph.json: nodes[3] "conv2" (conv2d): field groups must be a whole number ≥ 1. Received 0.``
 */
export function parseGraph(json: unknown, { file = "graph.json" }: ParseOptions = {}): Graph {
  const top = record(typeof json === "string" ? parsed(json, file) : json, file, ["name", "inputs", "outputs", "nodes"], ["version"]);
  if (top["version"] !== undefined && top["version"] !== version)
    fail(file, "version", top["version"] === null || typeof top["version"] !== "number" ? String(version) : `${version}, the only one known here`, top["version"]);
  const name = text(top["name"], file, "name");
  const inputs = inputsOf(top["inputs"], file);
  const shapes = new Map(Object.entries(inputs).map(([input, spec]) => [input, inputShape(spec)]));
  const nodes: Node[] = [];
  for (const [index, value] of list(top["nodes"], file, "nodes", most.nodes).entries()) {
    const node = nodeAt(value, `${file}: nodes[${index}]`, shapes);
    shareWeights(node, nodes, shapes, `${file}: nodes[${index}] "${node.name}" (${node.layer.kind})`);
    nodes.push(node);
  }
  const outputs = list(top["outputs"], file, "outputs", most.nodes).map((output, i) => {
    const known = text(output, file, `outputs[${i}]`);
    if (!shapes.has(known)) throw new GraphError(`${file}: outputs[${i}] must be a node. Received "${known}".${didYouMean(known, shapes.keys())}`);
    return known;
  });
  return { name, inputs, outputs, nodes };
}

function parsed(json: string, file: string): unknown {
  if (json.length > most.characters) throw new GraphError(`${file}: must have at most ${most.characters} characters. Received ${json.length}.`);
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new GraphError(`${file}: must be JSON. ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function inputsOf(value: unknown, file: string): Graph["inputs"] {
  const names = Object.keys(record(value, `${file}: inputs`));
  if (names.length === 0 || names.length > most.inputs) throw new GraphError(`${file}: inputs must have 1 to ${most.inputs} names. Received ${names.length}.`);
  return Object.fromEntries(Object.entries(value as object).map(([name, spec]) => [text(name, file, "inputs: each name"), inputSpec(spec, `${file}: inputs ${received(name)}`)]));
}

function inputSpec(value: unknown, where: string): InputSpec {
  if (Array.isArray(value)) {
    const sizes = list(value, where, "shape", most.axes).map((size, axis) => whole(size, where, `shape[${axis}]`, most.values));
    const rule = tooLarge(sizes);
    if (rule !== undefined) throw new GraphError(`${where}: ${rule}`);
    return sizes;
  }
  if (typeof value !== "object" || value === null) fail(where, "value", "a list of sizes or a sequence", value);
  const spec = record(value, where, ["kind", "length", "vocabulary"]);
  if (spec["kind"] !== "sequence") fail(where, "kind", '"sequence"', spec["kind"]);
  return { kind: "sequence", length: whole(spec["length"], where, "length", most.values), vocabulary: whole(spec["vocabulary"], where, "vocabulary", most.values) };
}

/** Reads a node and adds its shape. */
function nodeAt(value: unknown, place: string, shapes: Map<string, Shape>): Node {
  const fields = record(value, place, ["name", "layer", "inputs"], ["weightsOf"]);
  const name = text(fields["name"], place, "name");
  const named = `${place} "${name}"`;
  if (shapes.has(name)) throw new GraphError(`${named}: names must be used once. Received a name that an input or an earlier node has.`);
  const layer = layerOf(fields["layer"], named);
  const where = `${named} (${layer.kind})`;
  const inputs = list(fields["inputs"], where, "inputs", most.nodes).map((input, i) => {
    const known = text(input, where, `inputs[${i}]`);
    if (!shapes.has(known)) throw new GraphError(`${where}: inputs[${i}] must be a graph input or an earlier node. Received "${known}".${didYouMean(known, shapes.keys())}`);
    return known;
  });
  const node: Node = { name, layer, inputs, ...(fields["weightsOf"] !== undefined && { weightsOf: text(fields["weightsOf"], where, "weightsOf") }) };
  ask(where, () => { addShape(node, shapes); });
  for (const [weight, { shape }] of Object.entries(ask(where, () => weights(layer, inputShapes(node, shapes)))))
    if (!Number.isSafeInteger(product(shape))) throw new GraphError(`${where}: ${weight} must have at most 2^53 values. Received ${formatShape(shape)}.`);
  return node;
}

function layerOf(value: unknown, where: string): Layer {
  const given = record(value, `${where}: layer`);
  const kind = given["kind"];
  if (typeof kind !== "string" || !Object.hasOwn(rules, kind))
    throw new GraphError(`${where}: layer must have a known kind. Received ${received(kind)}.${typeof kind === "string" ? didYouMean(kind, Object.keys(rules)) : ""}`);
  const known = `${where} (${kind})`;
  // The row that goes with the kind; its fields are what makes the record such a layer.
  const { fields, refuse } = rules[kind as Kind] as Pick<Rules<Layer>, "fields" | "refuse">;
  const rows = Object.entries<Field<unknown>>(fields);
  for (const field of Object.keys(given))
    if (field !== "kind" && !Object.hasOwn(fields, field)) throw new GraphError(`${known}: unknown field ${received(field)}.${didYouMean(field, Object.keys(fields))}${rows.length > 0 ? ` Fields: ${Object.keys(fields).join(", ")}.` : " It has none."}`);
  for (const [field, { expects, accepts }] of rows) {
    if (!Object.hasOwn(given, field)) throw new GraphError(`${known}: field ${field} is missing. It must be ${expects}.`);
    if (!accepts(given[field])) fail(known, `field ${field}`, expects, given[field]);
  }
  const layer = { kind, ...Object.fromEntries(rows.map(([field]) => [field, given[field]])) } as Layer;
  ask(known, () => refuse?.(layer));
  return layer;
}

/** Checks that a node with `weightsOf` names the first of those that share, and that their weights are alike. */
function shareWeights(node: Node, earlier: readonly Node[], shapes: ReadonlyMap<string, Shape>, where: string): void {
  if (node.weightsOf === undefined) return;
  const owner = earlier.find(({ name }) => name === node.weightsOf);
  if (!owner) throw new GraphError(`${where}: weightsOf must be an earlier node. Received "${node.weightsOf}".${didYouMean(node.weightsOf, earlier.map(({ name }) => name))}`);
  if (owner.weightsOf !== undefined) throw new GraphError(`${where}: weightsOf must be the node that has the weights. Received "${owner.name}", which has those of "${owner.weightsOf}".`);
  const [mine, theirs] = [node, owner].map((n) => Object.entries(weights(n.layer, inputShapes(n, shapes))).map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ") || "none");
  if (mine === "none" || mine !== theirs) throw new GraphError(`${where}: shared weights must have one shape. Received ${mine} here and ${theirs} at "${owner.name}".`);
}

/** A plain record with the fields it must have and those it may have; with any fields where none are named. */
function record(value: unknown, where: string, required?: readonly string[], optional: readonly string[] = []): { readonly [field: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new GraphError(`${where} must be a record { … }. Received ${received(value)}.`);
  const fields = new Map<string, unknown>(Object.entries(value));
  if (required) {
    const known = [...required, ...optional];
    for (const field of fields.keys()) if (!known.includes(field)) throw new GraphError(`${where}: unknown field ${received(field)}.${didYouMean(field, known)} Fields: ${known.join(", ")}.`);
    for (const field of required) if (!fields.has(field)) throw new GraphError(`${where}: field ${field} is missing.`);
  }
  // Without a prototype, a field called __proto__ is only a name.
  return Object.assign(Object.create(null) as { [field: string]: unknown }, value);
}

function list(value: unknown, where: string, field: string, longest: number): readonly unknown[] {
  if (!Array.isArray(value)) fail(where, field, "a list", value);
  if (value.length === 0 || value.length > longest) throw new GraphError(`${where}: ${field} must hold 1 to ${longest} entries. Received ${value.length}.`);
  return value as readonly unknown[];
}

/** Control characters would reach the terminal of whoever prints a name. */
function text(value: unknown, where: string, field: string): string {
  if (typeof value !== "string" || value === "" || value.length > most.name || value === "__proto__" || /\p{Cc}/u.test(value))
    fail(where, field, `text of 1 to ${most.name} characters, none of them control characters, and not "__proto__"`, value);
  return value;
}

function whole(value: unknown, where: string, field: string, largest: number): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1 || value > largest) fail(where, field, `a whole number from 1 to ${largest}`, value);
  return value;
}

function fail(where: string, field: string, expects: string, value: unknown): never {
  throw new GraphError(`${where}: ${field} must be ${expects}. Received ${received(value)}.`);
}

/** Runs a question about a layer so that a broken rule names its place in the file. */
function ask<T>(where: string, question: () => T): T {
  try {
    return question();
  } catch (error) {
    // A rule may also give up on its own terms, e.g. where a list is too long for the stack.
    const rule = error instanceof LayerError ? error.rule : `could not be checked. ${error instanceof Error ? error.message : String(error)}.`;
    throw new GraphError(`${where}: ${rule}`, { cause: error });
  }
}
