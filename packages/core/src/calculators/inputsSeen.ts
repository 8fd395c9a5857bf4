import { GraphError } from "../errors.ts";
import { inferShapes, inputShapes, nodeOf, type Graph, type Node, type Shapes } from "../graph.ts";
import { windows } from "../layers/table.ts";
import type { AxisWindow, Window } from "../layer.ts";
import { formatShape, type Shape } from "../shape.ts";

/** Places along one axis, both ends included. */
export interface SeenRange {
  readonly from: number;
  readonly to: number;
}

export interface InputsSeenOptions {
  /** Which graph input is looked at; the first if left out. */
  readonly input?: string;
}

/**
 * The places of the input that one unit of a node sees, along each axis: `inputsSeen(net, "up", [7, 7])` for the unit in row 7 and
 * column 7. Found by walking back from the unit, window by window, with each rounding where it belongs, so that it is exact behind
 * upsampling too, where `start + i·stride` is only an average. Places outside the maps are padding and left out; the holes of a
 * dilated window, and the gaps of one smaller than its stride, count as seen. Past a flatten or a reshape, a layer sees all.
 *
 * @throws GraphError for an unknown node or input, or a unit that the node does not have.
 */
export function inputsSeen(graph: Graph, node: string, unit: readonly number[], { input = Object.keys(graph.inputs)[0] ?? "" }: InputsSeenOptions = {}): readonly SeenRange[] | "nothing" {
  const shapes = inferShapes(graph);
  const found = nodeOf(graph, node);
  if (!Object.hasOwn(graph.inputs, input)) throw new GraphError(`${graph.name}: there is no input "${input}". Inputs: ${Object.keys(graph.inputs).join(", ")}.`);
  const sides = sidesOf(shapes.get(node) ?? []);
  if (unit.length !== sides.length || !unit.every((i, axis) => Number.isSafeInteger(i) && i >= 0 && i < (sides[axis] ?? 0)))
    throw new GraphError(`${graph.name}: a unit of ${node} must have a place along each of ${sides.length === 0 ? "no axis" : formatShape(sides)}, counted from 0. Received [${unit.join(", ")}].`);
  const seen = new Map<string, readonly SeenRange[]>([[found.name, unit.map((i) => ({ from: i, to: i }))]]);
  for (const one of graph.nodes.toReversed()) {
    const wanted = seen.get(one.name);
    if (wanted) lookBack(one, wanted, seen, shapes);
  }
  return seen.get(input) ?? "nothing";
}

/** The axes of a value that have places: all but the channels. */
const sidesOf = (shape: Shape): Shape => shape.slice(0, -1);

/** Adds what a node's units see of each of its inputs to what is seen of them already. */
function lookBack(node: Node, wanted: readonly SeenRange[], seen: Map<string, readonly SeenRange[]>, shapes: Shapes): void {
  const inputs = inputShapes(node, shapes);
  const ofLayer = windows(node.layer, inputs);
  node.inputs.forEach((input, i) => {
    const ranges = through(ofLayer[i] ?? "global", wanted, sidesOf(inputs[i] ?? []));
    if (ranges === "nothing") return;
    const before = seen.get(input);
    seen.set(input, before ? before.map((range, axis) => hull(range, ranges[axis] ?? range)) : ranges);
  });
}

const hull = (a: SeenRange, b: SeenRange): SeenRange => ({ from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) });

function through(window: Window, wanted: readonly SeenRange[], sides: Shape): readonly SeenRange[] | "nothing" {
  if (window === "none") return "nothing";
  const all = sides.map((n) => ({ from: 0, to: n - 1 }));
  if (window === "global" || wanted.length !== sides.length) return all;
  if (window === "pointwise") return wanted;
  if (window.length !== sides.length) return all;
  const ranges = wanted.map((range, axis) => alongAxis(window[axis] ?? { size: 1, stride: 1, start: 0 }, range, sides[axis] ?? 0));
  return ranges.every(({ from, to }) => from <= to) ? ranges : "nothing";
}

/** Fractions such as thirds do not multiply back exactly: what is this near to a whole number is meant to be one. */
const exact = 1e-9;

function alongAxis({ size, stride, start, first }: AxisWindow, { from, to }: SeenRange, length: number): SeenRange {
  const earliest = first === undefined ? Math.floor(start + from * stride + exact) : Math.ceil(first + from * stride - exact);
  const last = Math.floor(start + to * stride + exact) + size - 1;
  return { from: Math.max(0, earliest), to: Math.min(length - 1, last) };
}
