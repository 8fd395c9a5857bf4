import { LayerError } from "../errors.ts";
import type { AxisWindow } from "../layer.ts";
import { conv2d, maxPooling2d } from "../layers/index.ts";
import { outputShape, windows, type Layer } from "../layers/table.ts";
import { sameShape, type Shape } from "../shape.ts";

/** What a stack is made of: a 3×3 convolution that keeps the size or shrinks it, or a reduction to half. */
export type Move = "same" | "valid" | "reduce";
export type Path = readonly Move[];

/** A way to make maps smaller, kept throughout a stack. */
export interface Family {
  readonly title: string;
  readonly reason: string;
  readonly reduce: "pool2" | "pool3" | "stride";
}

export const families: readonly Family[] = [
  { title: "2×2 max pooling", reduce: "pool2", reason: "2×2 pooling keeps the strongest answer of each window and costs no weights" },
  { title: "3×3 max pooling with stride 2", reduce: "pool3", reason: "3×3 windows with stride 2 overlap, have a middle, and cost no weights" },
  { title: "strided convolutions", reduce: "stride", reason: "convolutions with stride 2 learn how to reduce, and save the pooling" },
];

const reducers: { readonly [R in Family["reduce"]]: Layer } = {
  pool2: maxPooling2d(2),
  pool3: maxPooling2d(3, { strides: 2, padding: 1 }),
  stride: conv2d(1, 3, { strides: 2, padding: 1 }),
};
const convolutions: { readonly [M in "same" | "valid"]: Layer } = { same: conv2d(1, 3, { padding: 1 }), valid: conv2d(1, 3) };

/** What a stack has come to. */
interface State {
  readonly sides: Shape;
  readonly field: number;
  readonly stride: number;
  /** Whether the last move was a convolution: a pooling wants one before it. */
  readonly convolved: boolean;
}

interface Visit extends State {
  readonly cost: number;
  readonly move?: Move;
  readonly before?: Visit;
}

/** So many states are looked at, at most; searches of usual sizes need a few thousand. */
const patience = 40_000;
/** A stack may see so much more than asked for, where exactly so much is impossible. */
const slack = 64;
/**
 * What a layer costs in the search, in tenths of a convolution. Padding keeps the edges: going without is worth it only where a size
 * needs it. Two poolings in a row throw away what no convolution has looked at: several convolutions are better than that.
 */
const price = { same: 10, valid: 12, poolAfterConvolution: 4, poolAlone: 45 } as const;

/**
 * The cheapest path of a family from an input size to an output size (any, where none is given) with the smallest field of
 * at least `field`; convolutions without padding only where the size cannot be met otherwise. Sizes and windows are those
 * that the layers themselves tell. Dijkstra's algorithm.
 */
export function shortestPath(family: Family, from: Shape, to: Shape | undefined, field: number): Path | undefined {
  return search(family, from, to, field, ["same", "reduce"]) ?? (to && search(family, from, to, field, ["same", "valid", "reduce"]));
}

function search(family: Family, from: Shape, to: Shape | undefined, field: number, allowed: readonly Move[]): Path | undefined {
  const told = new Map<string, Told | undefined>();
  // Costs are small whole numbers: the states of one cost lie in one drawer, and the drawers are opened in turn. New ones are
  // added behind the open one while the loop runs; some stay empty.
  const drawers: (Visit[] | undefined)[] = [[{ sides: from, field: 1, stride: 1, convolved: false, cost: 0 }]];
  const done = new Set<string>();
  let best: Visit | undefined;
  for (const drawer of drawers) {
    for (const visit of drawer ?? []) {
      const key = `${visit.sides.join(" ")} ${visit.field} ${visit.stride} ${visit.convolved}`;
      if (done.has(key)) continue;
      done.add(key);
      if ((to === undefined || sameShape(visit.sides, to)) && visit.field >= field && visit.field < (best?.field ?? Infinity) && convolves(visit)) best = visit;
      if (best?.field === field || done.size > patience) return best && pathOf(best);
      for (const move of allowed) {
        const next = after(family, visit, move, told);
        if (!next || next.field > field + slack || (to && next.sides.some((n, axis) => n < (to[axis] ?? 1)))) continue;
        (drawers[next.cost] ??= []).push(next);
      }
    }
  }
  return best && pathOf(best);
}

/** What a layer makes of a size, and how it looks at it. */
interface Told {
  readonly sides: Shape;
  readonly axis: AxisWindow;
}

/** The state after one more layer; nothing where it does not fit. */
function after(family: Family, state: Visit, move: Move, told: Map<string, Told | undefined>): Visit | undefined {
  const key = `${move} ${state.sides.join(" ")}`;
  if (!told.has(key)) told.set(key, ask(move === "reduce" ? reducers[family.reduce] : convolutions[move], state.sides));
  const found = told.get(key);
  if (!found) return undefined;
  const learned = move !== "reduce" || family.reduce === "stride";
  const cost = state.cost + (move === "valid" ? price.valid : learned ? price.same : state.convolved ? price.poolAfterConvolution : price.poolAlone);
  return { sides: found.sides, field: state.field + (found.axis.size - 1) * state.stride, stride: state.stride * found.axis.stride, convolved: learned, cost, move, before: state };
}

function ask(layer: Layer, sides: Shape): Told | undefined {
  try {
    const input = [...sides, 1];
    const [window] = windows(layer, [input]);
    const [axis]: readonly (AxisWindow | undefined)[] = typeof window === "object" ? window : [];
    return axis && { sides: outputShape(layer, [input]).slice(0, -1), axis };
  } catch (error) {
    if (error instanceof LayerError) return undefined;
    throw error;
  }
}

const convolves = (visit: Visit): boolean => visit.convolved || (visit.before !== undefined && convolves(visit.before));
const pathOf = ({ before, move }: Visit): Path => [...(before ? pathOf(before) : []), ...(move ? [move] : [])];
