import { inferShapes, inputShapes, nodeOf, type Graph, type Node, type Shapes } from "../graph.ts";
import { windows } from "../layers/table.ts";
import type { AxisWindow, Window } from "../layer.ts";

/**
 * What one unit of a node sees of the input along one axis: unit i sees the inputs from `start + i·stride` to
 * `start + i·stride + size − 1`. Positions below 0 or beyond the end are padding. Upsampling makes strides below 1.
 */
export interface AxisField {
  readonly size: number;
  readonly stride: number;
  readonly start: number;
}

/** What a unit of a node sees of the input: so much along each axis, all of it, or nothing. */
export type Field = readonly AxisField[] | "whole input" | "nothing";

/** Two paths that meet in a node but look at different places. */
export interface Misalignment {
  readonly node: string;
  readonly reason: string;
}

export interface ReceptiveFields {
  /** The field of every graph input and node. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly misaligned: readonly Misalignment[];
}

export interface FieldOptions {
  /** Which graph input is looked at; the first if left out. */
  readonly input?: string;
  /** Whether a gate that has seen the whole input, as in squeeze-and-excitation, makes what it scales see it too. Published figures ignore gates. */
  readonly gates?: "count" | "ignore";
}

/**
 * The receptive field of every node, in one pass: sizes grow by `(k − 1)·stride`, strides multiply, starts move by the
 * padding. Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks", equations 2 to 4.
 */
export function receptiveFields(graph: Graph, { input = Object.keys(graph.inputs)[0] ?? "", gates = "count" }: FieldOptions = {}, shapes: Shapes = inferShapes(graph)): ReceptiveFields {
  const fields = new Map<string, Field>();
  const misaligned: Misalignment[] = [];
  for (const name of Object.keys(graph.inputs)) {
    const axes = Math.max((shapes.get(name) ?? []).length - 1, 0);
    fields.set(name, name !== input ? "nothing" : axes === 0 ? "whole input" : Array.from({ length: axes }, () => ({ size: 1, stride: 1, start: 0 })));
  }
  for (const node of graph.nodes) {
    const seen = lookThrough(node, fields, shapes, gates);
    const { field, reason } = union(seen);
    fields.set(node.name, field);
    if (reason !== undefined) misaligned.push({ node: node.name, reason });
  }
  return { fields, misaligned };
}

/**
 * The receptive field of a node; without a name, of the last node on the way to the first output that does not see the
 * whole input.
 *
 * @throws GraphError for an unknown node.
 */
export function receptiveField(graph: Graph, node?: string, options: FieldOptions = {}, shapes: Shapes = inferShapes(graph)): { readonly node: string; readonly field: Field } {
  const { fields } = receptiveFields(graph, options, shapes);
  if (node !== undefined) return { node: nodeOf(graph, node).name, field: fields.get(node) ?? "nothing" };
  // Values that a flatten has laid in a row still see a patch each, but have no place on a map any more.
  const windowed = graph.nodes.findLast(({ name }) => (shapes.get(name) ?? []).length > 1 && typeof fields.get(name) !== "string");
  const name = windowed?.name ?? graph.outputs[0] ?? "";
  return { node: name, field: fields.get(name) ?? "nothing" };
}

/** The fields of a node's inputs, each widened by the window through which the node looks. */
function lookThrough(node: Node, fields: ReadonlyMap<string, Field>, shapes: Shapes, gates: "count" | "ignore"): Field[] {
  const ofLayer = windows(node.layer, inputShapes(node, shapes));
  const seen = node.inputs.map((input, i) => widen(fields.get(input) ?? "nothing", ofLayer[i] ?? "global"));
  if (gates === "count") return seen;
  const open = seen.filter((field, i) => !(field === "whole input" && ofLayer[i] === "global"));
  return open.length > 0 ? open : seen;
}

function widen(field: Field, window: Window): Field {
  if (window === "none" || field === "nothing") return "nothing";
  if (window === "global" || field === "whole input") return "whole input";
  if (window === "pointwise") return field;
  return field.map((axis, i) => compose(axis, window[i] ?? { size: 1, stride: 1, start: 0 }));
}

/** A window over values that see `field` each. */
const compose = (field: AxisField, window: AxisWindow): AxisField => ({
  size: field.size + (window.size - 1) * field.stride,
  stride: field.stride * window.stride,
  start: field.start + window.start * field.stride,
});

/** The smallest field that holds all; with the reason where their strides or middles differ. */
function union(seen: readonly Field[]): { readonly field: Field; readonly reason?: string } {
  const looking = seen.filter((field) => field !== "nothing");
  if (looking.length === 0) return { field: "nothing" };
  if (looking.includes("whole input")) return { field: "whole input" };
  const [first, ...others] = looking as readonly (readonly AxisField[])[];
  if (first === undefined) return { field: "nothing" };
  let reason: string | undefined;
  const field = first.map((axis, i) =>
    others.reduce((a, other) => {
      const b = other[i] ?? a;
      if (a.stride !== b.stride) reason = `strides differ: ${a.stride} and ${b.stride}`;
      else if (middle(a) !== middle(b)) reason = `middles are ${Math.abs(middle(a) - middle(b))} apart`;
      const start = Math.min(a.start, b.start);
      return { size: Math.max(a.start + a.size, b.start + b.size) - start, stride: Math.max(a.stride, b.stride), start };
    }, axis),
  );
  return { field, ...(reason !== undefined && { reason }) };
}

const middle = ({ start, size }: AxisField): number => start + (size - 1) / 2;
