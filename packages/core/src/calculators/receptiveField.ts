import { ancestors } from "../ancestors.ts";
import { inferShapes, inputShapes, nodeOf, type Graph, type Node, type Shapes } from "../graph.ts";
import { windows } from "../layers/table.ts";
import type { AxisWindow, Window } from "../layer.ts";
import { isSequence } from "../shape.ts";

/**
 * What one unit of a node sees of the input along one axis: unit i sees the inputs from `start + i·stride` to
 * `start + i·stride + size − 1`. Positions below 0 or beyond the end are padding. Upsampling makes strides below 1, and sizes and
 * starts may then be fractions: unit i sees at most `⌈size⌉` whole inputs. Right behind it they lie from `⌊start + i·stride⌋` on; of
 * maps that were made smaller before, the rounding belongs to those, and a place is off by up to their stride. `inputsSeen` has
 * the exact place of each unit.
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
  const views = new Map<string, View>();
  const misaligned: Misalignment[] = [];
  for (const [name, spec] of Object.entries(graph.inputs)) {
    const axes = isSequence(spec) ? 1 : Math.max(spec.length - 1, 0);
    views.set(name, name !== input ? "nothing" : axes === 0 ? "whole input" : new Array<AxisView>(axes).fill({ size: 1, stride: 1, start: 0, middle: 0 }));
  }
  for (const node of graph.nodes) {
    const { view, reason } = union(lookThrough(node, views, shapes, gates));
    views.set(node.name, view);
    if (reason !== undefined) misaligned.push({ node: node.name, reason });
  }
  const field = (view: View): Field => (typeof view === "string" ? view : view.map(({ size, stride, start }) => ({ size, stride, start })));
  return { fields: new Map([...views].map(([name, view]) => [name, field(view)])), misaligned };
}

/** A field and the middle of what unit 0 sees, which tells whether paths are aligned: rounding moves starts, but not middles. */
interface AxisView extends AxisField {
  readonly middle: number;
}
type View = readonly AxisView[] | "whole input" | "nothing";

/** A node and what a unit of it sees. */
export interface NodeField {
  readonly node: string;
  readonly field: Field;
}

/**
 * The receptive field of a node; without a name, of the last node on the way to the first output that does not see the
 * whole input.
 *
 * @throws GraphError for an unknown node.
 */
export function receptiveField(graph: Graph, node?: string, options: FieldOptions = {}, shapes: Shapes = inferShapes(graph)): NodeField {
  const { fields } = receptiveFields(graph, options, shapes);
  return node === undefined ? finalField(graph, fields, shapes) : { node: nodeOf(graph, node).name, field: fields.get(node) ?? "nothing" };
}

/** The field that describes a graph as a whole, of all its fields. */
export function finalField(graph: Graph, fields: ReceptiveFields["fields"], shapes: Shapes): NodeField {
  const [output = ""] = graph.outputs;
  // Values that a flatten has laid in a row still see a patch each, but have no place on a map any more.
  const windowed = ancestors(graph, [output]).findLast(({ name }) => (shapes.get(name) ?? []).length > 1 && typeof fields.get(name) !== "string");
  const name = windowed?.name ?? output;
  return { node: name, field: fields.get(name) ?? "nothing" };
}

/** The views of a node's inputs, each widened by the window through which the node looks. */
function lookThrough(node: Node, views: ReadonlyMap<string, View>, shapes: Shapes, gates: "count" | "ignore"): View[] {
  const ofLayer = windows(node.layer, inputShapes(node, shapes));
  const seen = node.inputs.map((input, i) => widen(views.get(input) ?? "nothing", ofLayer[i] ?? "global"));
  if (gates === "count") return seen;
  const open = seen.filter((view, i) => !(view === "whole input" && ofLayer[i] === "global"));
  return open.length > 0 ? open : seen;
}

function widen(view: View, window: Window): View {
  if (window === "none" || view === "nothing") return "nothing";
  if (window === "global" || view === "whole input") return "whole input";
  if (window === "pointwise") return view;
  // After a reshape the axes are no longer those of the picture; all of it is never too little.
  if (window.length !== view.length) return "whole input";
  return view.map((axis, i) => compose(axis, window[i] ?? { size: 1, stride: 1, start: 0 }));
}

/** A window over values that see `view` each. */
const compose = (view: AxisView, window: AxisWindow): AxisView => ({
  size: view.size + (window.size - 1) * view.stride,
  stride: view.stride * window.stride,
  start: view.start + window.start * view.stride,
  middle: view.middle + (window.middle ?? window.start + (window.size - 1) / 2) * view.stride,
});

/** The smallest view that holds all; with the reason where their strides or middles differ. */
function union(seen: readonly View[]): { readonly view: View; readonly reason?: string } {
  const looking = seen.filter((view) => view !== "nothing");
  if (looking.length === 0) return { view: "nothing" };
  if (looking.includes("whole input")) return { view: "whole input" };
  const [first, ...others] = looking as readonly (readonly AxisView[])[];
  if (first === undefined) return { view: "nothing" };
  if (others.length === 0) return { view: first };
  let reason: string | undefined;
  const view = first.map((axis, i) =>
    others.reduce((a, other) => {
      const b = other[i] ?? a;
      if (!alike(a.stride, b.stride)) reason = `strides differ: ${a.stride} and ${b.stride}`;
      else if (!alike(a.middle, b.middle)) reason = `middles are ${Number(Math.abs(a.middle - b.middle).toFixed(6))} apart`;
      const start = Math.min(a.start, b.start);
      return { size: Math.max(a.start + a.size, b.start + b.size) - start, stride: Math.max(a.stride, b.stride), start, middle: a.middle };
    }, axis),
  );
  return { view, ...(reason !== undefined && { reason }) };
}

/** Strides below 1 are fractions, and thirds do not multiply back exactly. */
const alike = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
