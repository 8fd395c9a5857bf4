import { macsByNode } from "../calculators/macs.ts";
import type { ConventionName } from "../calculators/conventions.ts";
import { inferShapes, inputShapes, type Graph, type Node } from "../graph.ts";
import type { WeightSpecs } from "../layer.ts";
import { weights } from "../layers/table.ts";
import { formatShape, type Shape } from "../shape.ts";
import { groupBy } from "./groupBy.ts";

/** A node with what can be counted of it. */
export interface Counted {
  readonly node: Node;
  readonly inputs: readonly Shape[];
  /** Its own arrays; none where it has another's. */
  readonly own: WeightSpecs;
  readonly macs: number;
}

/** Which nodes of two graphs stand for each other, and which stand alone; all in the order of the graphs. */
export interface Alignment {
  readonly pairs: readonly (readonly [a: Counted, b: Counted])[];
  readonly onlyA: readonly Counted[];
  readonly onlyB: readonly Counted[];
}

export function counted(graph: Graph, convention: ConventionName): readonly Counted[] {
  const shapes = inferShapes(graph);
  const macs = macsByNode(graph, convention, shapes);
  return graph.nodes.map((node) => {
    const inputs = inputShapes(node, shapes);
    return { node, inputs, own: node.weightsOf === undefined ? weights(node.layer, inputs) : {}, macs: macs.get(node.name) ?? 0 };
  });
}

/** How many nodes in ten must be called alike in both graphs, for a name to say which node is meant. */
const mostlyNamed = 9;

/**
 * Pairs nodes of one kind: first those of one name, then those with the same arrays and work, then those with the same arrays,
 * then what is left, each in order. Numbers in a list are names too, but shift where a list is longer. So where few names
 * agree, a name counts only if neither arrays nor work contradict it.
 */
export function align(a: readonly Counted[], b: readonly Counted[]): Alignment {
  const [left, right] = [new Set(a), new Set(b)];
  const pairs: (readonly [Counted, Counted])[] = [];
  const pair = (key: (of: Counted) => string, fits: (x: Counted, y: Counted) => boolean = () => true): void => {
    const waiting = groupBy(right, key);
    for (const [alike, xs] of groupBy(left, key))
      xs.forEach((x, i) => {
        const y = waiting.get(alike)?.[i];
        if (y === undefined || !fits(x, y)) return;
        left.delete(x);
        right.delete(y);
        pairs.push([x, y]);
      });
  };
  const names = new Set(b.map(named));
  const agreeing = a.filter((x) => names.has(named(x))).length;
  pair(named, 10 * agreeing >= mostlyNamed * Math.min(a.length, b.length) ? undefined : compatible);
  pair((of) => `${arraysOf(of)} ${of.macs}`);
  pair(arraysOf);
  pair(({ node }) => node.layer.kind);
  const place = new Map(a.map((x, i) => [x, i]));
  return { pairs: pairs.sort(([x], [y]) => (place.get(x) ?? 0) - (place.get(y) ?? 0)), onlyA: [...left], onlyB: [...right] };
}

const named = ({ node }: Counted): string => `${node.layer.kind} ${node.name}`;

const arraysOf = ({ node, own }: Counted): string => `${node.layer.kind} ${Object.entries(own).map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ")}`;

/** Whether they do as much, and every array that both have has one shape. */
const compatible = (x: Counted, y: Counted): boolean => x.macs === y.macs && Object.entries(x.own).every(([name, { shape }]) => formatShape(y.own[name]?.shape ?? shape) === formatShape(shape));
