import { didYouMean } from "@convscope/core";
import { figure, heading, margin } from "./figure.ts";
import { counted, signed } from "./format.ts";
import { label } from "./label.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { apart } from "./panel.ts";
import { element, rounded } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth, widestText } from "./text.ts";
import { colours } from "./theme.ts";

/** A number, or what stands for one, such as the shape of an array. */
export type NodeValue = number | string;

/** A quantity of an expression: given, or computed from others. */
export interface ExpressionNode {
  readonly name: string;
  /** What it does with its inputs, such as "×" or "exp"; left out of a quantity that is given. */
  readonly op?: string;
  /** Names of the nodes it is computed from. */
  readonly inputs?: readonly string[];
  readonly value?: NodeValue;
  /** Derivative of the last node by this one. */
  readonly gradient?: NodeValue;
}

export type ComputationalGraphOptions = FigureOptions;

const defaults: Required<ComputationalGraphOptions> = { title: "Computational graph", theme: "light", width: 760 };
const name = "computationalGraph";
const radius = 17;
const row = 66;
/** Space in which wires bend from one column to the next. */
const bend = 26;
const mostText = 150;

interface Placed {
  readonly node: ExpressionNode | undefined;
  readonly column: number;
  /** Where its wires come from and go to, as places in the list. */
  readonly from: number[];
  readonly to: number[];
  y: number;
}

/**
 * An expression as a graph, from left to right: what each node does, above its wire the value that goes forward and below it the
 * gradient that comes back.
 *
 * @returns an SVG document
 */
export function computationalGraph(nodes: readonly ExpressionNode[], options: ComputationalGraphOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const columns = columnsOf(nodes);
  const placed = withBends(nodes, columns);
  settle(placed);
  const palette = colours(chosen.theme);
  const count = Math.max(...columns) + 1;
  const heads = Array.from({ length: count }, (_, column) => Math.max(2 * radius, ...placed.filter((one) => one.column === column && one.node !== undefined).map(({ node }) => headWidth(node))));
  const wires = Array.from({ length: count }, (_, column) => Math.max(12, ...placed.filter((one) => one.column === column && one.node !== undefined).map(({ node }) => Math.min(mostText, widestText([written(node?.value), written(node?.gradient)], 11)) + 8)));
  const lefts = heads.map((_, column) => margin + heads.slice(0, column).reduce((sum, head, i) => sum + head + (wires[i] ?? 0) + bend, 0));
  const across = (lefts.at(-1) ?? 0) + (heads.at(-1) ?? 0) + (wires.at(-1) ?? 0) + margin;
  const said = nodes.some(({ gradient }) => gradient !== undefined) ? "Above each wire the value that goes forward, below it the gradient that comes back." : "Above each wire the value that goes forward.";
  const width = Math.max(across, Math.min(chosen.width, 2 * margin + Math.max(textWidth(chosen.title, 15, "bold"), textWidth(said, 12))));
  const { marks: above, bottom } = heading(chosen, said, width);
  const least = Math.min(...placed.map(({ y }) => y));
  const yOf = ({ y }: Placed): number => bottom + row / 2 + 4 + y - least;
  const leftOf = ({ column }: Placed): number => lefts[column] ?? 0;
  const outOf = (one: Placed): number => leftOf(one) + (heads[one.column] ?? 0) + (wires[one.column] ?? 0);
  const marks = placed.flatMap((one): readonly Markup[] => {
    const { node, to } = one;
    const y = yOf(one);
    const head = leftOf(one) + (heads[one.column] ?? 0);
    const stroke = { fill: "none", stroke: palette.axis, "stroke-width": 1.5 };
    const onward = to.flatMap((target) => {
      const next = placed[target];
      if (next === undefined) return [];
      // A wire meets its node where the node begins, and a bend of another wire at the start of its column.
      const [end, start] = [leftOf(next) + (next.node?.op === undefined ? 0 : (heads[next.column] ?? 0) - headWidth(next.node)), outOf(one)];
      const ends = [end - (next.node === undefined ? 0 : 3), yOf(next)] as const;
      return [element("path", { d: curve([start, y], ends), ...stroke }), ...(next.node === undefined ? [] : [arrow(ends, palette.axis)])];
    });
    if (node === undefined) return [element("line", { x1: leftOf(one), x2: outOf(one), y1: y, y2: y, ...stroke }), ...onward];
    const wire = { x: head + 4, width: mostText };
    return [
      element("line", { x1: head, x2: outOf(one), y1: y, y2: y, ...stroke }),
      ...headMarks(node, head, y, palette),
      ...(node.value === undefined ? [] : [label(written(node.value), { ...wire, y: y - 6, size: 11, weight: "bold", fill: palette.blue })]),
      ...(node.gradient === undefined ? [] : [label(written(node.gradient), { ...wire, y: y + 14, size: 11, weight: "bold", fill: palette.red })]),
      ...onward,
    ];
  });
  const height = Math.max(...placed.map(yOf)) + row / 2 + 8 + margin;
  return figure({ width, height, name: "Computational graph", description: inWords(nodes) }, chosen, [...above, ...marks]);
}

const written = (value: NodeValue | undefined): string => (typeof value === "number" ? signed(value) : (value ?? ""));

/** A given quantity is its name; what is computed is a circle, wide enough for its operation. */
const headWidth = (node: ExpressionNode | undefined): number => {
  if (node === undefined) return 0;
  return node.op === undefined ? Math.min(mostText, textWidth(node.name, 13, "bold")) + 6 : Math.max(2 * radius, Math.min(mostText, textWidth(node.op, 12)) + 16);
};

function headMarks(node: ExpressionNode, right: number, y: number, { ink, muted, surface, axis }: ReturnType<typeof colours>): readonly Markup[] {
  if (node.op === undefined) return [label(node.name, { x: right - 6, y, size: 13, weight: "bold", anchor: "end", vertical: "middle", width: mostText, fill: ink })];
  const wide = headWidth(node);
  const middle = right - wide / 2;
  return [
    element("rect", { x: right - wide, y: y - radius, width: wide, height: 2 * radius, rx: radius, fill: surface, stroke: axis, "stroke-width": 1.5 }),
    label(node.op, { x: middle, y, anchor: "middle", vertical: "middle", width: mostText, fill: ink }),
    label(node.name, { x: middle, y: y + radius + 11, size: 10, anchor: "middle", width: wide, fill: muted }),
  ];
}

const curve = ([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): string => {
  const middle = (x1 + x2) / 2;
  return `M${rounded(x1)} ${rounded(y1)}C${rounded(middle)} ${rounded(y1)} ${rounded(middle)} ${rounded(y2)} ${rounded(x2)} ${rounded(y2)}`;
};

const arrow = ([x, y]: readonly [number, number], fill: string): Markup => element("path", { d: `M${rounded(x + 3)} ${rounded(y)}l-7 -3.5v7Z`, fill });

/** The column of each node: behind all its inputs; what is given stands right before its first use. */
function columnsOf(nodes: readonly ExpressionNode[]): readonly number[] {
  check(nodes.length > 0, name, "there must be a node to draw. Received none.");
  const places = new Map<string, number>();
  const found: number[] = [];
  const names = nodes.map((node) => node.name);
  nodes.forEach(({ name: called, op, inputs = [] }, i) => {
    check(!places.has(called), name, `every node must have a name of its own. Received "${called}" twice.`);
    check(inputs.length === 0 || op !== undefined, name, `a node with inputs must say what it does with them. Received "${called}" without op.`);
    for (const input of inputs) {
      const hint = names.includes(input) ? " Put it before." : `${didYouMean(input, names)} Nodes: ${names.join(", ")}.`;
      check(places.has(input), name, `inputs must be nodes that come before. Received "${input}" as an input of "${called}".${hint}`);
    }
    found.push(inputs.reduce((most, input) => Math.max(most, (found[places.get(input) ?? 0] ?? 0) + 1), 0));
    places.set(called, i);
  });
  return nodes.map(({ name: called, inputs = [] }, i) => {
    if (inputs.length > 0) return found[i] ?? 0;
    const uses = nodes.flatMap((node, k) => (node.inputs?.includes(called) === true ? [found[k] ?? 0] : []));
    return uses.length === 0 ? 0 : Math.min(...uses) - 1;
  });
}

/** The nodes, and a bend in each column that a wire passes. */
function withBends(nodes: readonly ExpressionNode[], columns: readonly number[]): Placed[] {
  const placed: Placed[] = nodes.map((node, i) => ({ node, column: columns[i] ?? 0, from: [], to: [], y: 0 }));
  const join = (a: number, b: number): void => {
    placed[a]?.to.push(b);
    placed[b]?.from.push(a);
  };
  nodes.forEach(({ inputs = [] }, target) => {
    for (const input of new Set(inputs)) {
      let last = nodes.findIndex((node) => node.name === input);
      for (let column = (columns[last] ?? 0) + 1; column < (columns[target] ?? 0); column++) {
        placed.push({ node: undefined, column, from: [], to: [], y: 0 });
        join(last, placed.length - 1);
        last = placed.length - 1;
      }
      join(last, target);
    }
  });
  return placed;
}

/** Heights at which wires run as straight as they can: each column in turn moves to the middle of its neighbours. */
function settle(placed: readonly Placed[]): void {
  const count = Math.max(...placed.map(({ column }) => column)) + 1;
  const columns = Array.from({ length: count }, (_, column) => placed.filter((one) => one.column === column));
  for (const column of columns) column.forEach((one, i) => (one.y = i * row));
  const pull = (column: readonly Placed[], side: "from" | "to"): void => {
    const wanted = column.map((one) => {
      const beside = one[side].map((i) => placed[i]?.y ?? 0);
      return beside.length === 0 ? one.y : beside.reduce((sum, y) => sum + y, 0) / beside.length;
    });
    const free = apart(wanted, row, -1e6, 1e6);
    // `apart` only moves down: half of that back keeps the column in the middle of what it wanted.
    const shift = free.reduce((sum, y, i) => sum + (wanted[i] ?? 0) - y, 0) / Math.max(1, free.length);
    column.forEach((one, i) => (one.y = (free[i] ?? 0) + shift));
  };
  for (let round = 0; round < 8; round++) {
    for (const column of columns.slice(1)) pull(column, "from");
    for (const column of columns.slice(0, -1).reverse()) pull(column, "to");
  }
}

function inWords(nodes: readonly ExpressionNode[]): string {
  const told = nodes.map(({ name: called, op, inputs = [], value, gradient }) => {
    const made = op === undefined ? called : `${called} = ${op}(${inputs.join(", ")})`;
    return `${made}${value === undefined ? "" : `, value ${written(value)}`}${gradient === undefined ? "" : `, gradient ${written(gradient)}`}`;
  });
  return `${counted(nodes.length, "node")}: ${told.join("; ")}.`;
}
