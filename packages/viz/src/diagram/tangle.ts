import { Graph, layout } from "@dagrejs/dagre";
import { putItem } from "./arranged.ts";
import type { Arranged, Measured, Placed, Point } from "./arranged.ts";
import type { Item } from "./region.ts";

/** What leads from one vertex to another: bare, or with boxes of its own. */
export interface Part {
  readonly from: string;
  readonly to: string;
  readonly bare: boolean;
  readonly hidden: boolean;
  readonly arranged: Arranged;
}

/** Distances, pixels. */
const apart = { nodes: 22, lines: 14, ranks: 34 } as const;

/** Where a box came to lie: its upper end, and the line through it. */
interface Spot {
  readonly across: number;
  readonly along: number;
  readonly length: number;
  /** Of the row of boxes that it stands in. */
  readonly from: number;
  readonly until: number;
}

interface Laid {
  readonly x: number;
  readonly y: number;
}

/**
 * Arranges what is not made of rows and branches, in layers (dagre; Gansner et al. 1993). Lines go straight through the rows and aslant
 * only between them, so none meets a box.
 */
export function tangle(parts: readonly Part[], lookup: (vertex: string) => readonly [Item, Measured]): Arranged {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ nodesep: apart.nodes, edgesep: apart.lines, ranksep: apart.ranks, rankalign: "center" });
  graph.setDefaultEdgeLabel(() => ({}));
  const boxes = new Map<string, { readonly before: number; readonly after: number; readonly length: number; put(across: number, along: number, placed: Placed): void }>();
  const links: { readonly from: string; readonly to: string; readonly arrow: boolean }[] = [];
  const entry = "entry";
  const exit = "exit";
  const vertex = (name: string, end: string): string => (name === "" ? end : `item ${name}`);
  const point = { before: 0, after: 0, length: 0, put: () => undefined };
  parts.forEach((part, i) => {
    const [from, to] = [vertex(part.from, entry), vertex(part.to, exit)];
    for (const [key, name] of [[from, part.from], [to, part.to]] as const) {
      if (boxes.has(key) || (part.hidden && name === "")) continue;
      const [item, size] = name === "" ? [undefined, undefined] : lookup(name);
      boxes.set(key, item === undefined ? point : { before: size.before, after: size.after, length: size.length, put: (across, along, placed) => putItem(item, size, across, along, placed) });
    }
    const arrow = part.to !== "";
    const [entering, leaving] = [!part.hidden || part.from !== "", !part.hidden || part.to !== ""];
    if (part.bare) return void (entering && leaving && links.push({ from, to, arrow }));
    const key = `part ${i}`;
    const { before, after, length } = part.arranged;
    boxes.set(key, { before, after, length, put: (across, along, placed) => part.arranged.put(across, along, length, placed, { start: [], end: [], arrow: false }) });
    if (entering) links.push({ from, to: key, arrow: false });
    if (leaving) links.push({ from: key, to, arrow });
  });
  // As wide on both sides, so that the line through a box is in its middle and dagre draws it straight.
  for (const [key, { before, after, length }] of boxes) graph.setNode(key, { width: 2 * Math.max(before, after), height: length });
  links.forEach(({ from, to }, i) => graph.setEdge(from, to, {}, `${i}`));
  layout(graph);

  const laid = (key: string): Laid => graph.node(key) as Laid;
  const rows = rowsOf([...boxes].map(([key, { length }]) => ({ middle: laid(key).y, length })));
  const spots = new Map<string, Spot>();
  for (const [key, { length }] of boxes) {
    const { x, y } = laid(key);
    const row = rowAt(rows, y);
    spots.set(key, { across: x, along: y - length / 2, length, from: row?.from ?? y, until: row?.until ?? y });
  }
  const passing = links.map((link, i) => passes(graph, link, i, rows));
  const left = Math.min(...[...boxes].map(([key, { before }]) => (spots.get(key)?.across ?? 0) - before), ...passing.flat().map(({ x }) => x));
  const right = Math.max(...[...boxes].map(([key, { after }]) => (spots.get(key)?.across ?? 0) + after), ...passing.flat().map(({ x }) => x));
  const top = Math.min(...rows.map(({ from }) => from));
  const length = Math.max(...rows.map(({ until }) => until)) - top;
  // The line through the region is that of its entry; its exit is led back to it.
  const axis = spots.get(entry)?.across ?? (left + right) / 2;
  return {
    before: axis - left,
    after: right - axis,
    // Behind the rows there is room for the way back to the line.
    length: length + (boxes.has(exit) ? 16 : 0),
    put(across, along, given, placed, { start, end }) {
      const [right, down] = [across - axis, along - top];
      const until = along + given;
      for (const [key, box] of boxes) {
        const spot = spots.get(key);
        if (spot !== undefined) box.put(spot.across + right, spot.along + down, placed);
      }
      links.forEach((link, i) => {
        const [from, to] = [spots.get(link.from), spots.get(link.to)];
        if (from === undefined || to === undefined) return;
        const points: Point[] = [[from.across, from.along + from.length], [from.across, from.until]];
        for (const { x, row } of passing[i] ?? []) points.push([x, row.from], [x, row.until]);
        points.push([to.across, to.from], [to.across, to.along]);
        const moved = points.map(([x, y]): Point => [x + right, y + down]);
        const leaves = link.to === exit ? ([[across, until - 8], [across, until], ...end] as const) : [];
        placed.lines.push({ points: [...(link.from === entry ? start : []), ...moved, ...leaves], arrow: link.arrow });
      });
    },
  };
}

interface BoxRow {
  readonly middle: number;
  readonly from: number;
  readonly until: number;
}

const rowAt = (rows: readonly BoxRow[], y: number): BoxRow | undefined => rows.find(({ middle }) => Math.abs(middle - y) < 0.01);

/** Where a long line passes rows of boxes between those at its ends. */
function passes(graph: Graph, { from, to }: { readonly from: string; readonly to: string }, i: number, rows: readonly BoxRow[]): readonly { readonly x: number; readonly row: BoxRow }[] {
  const { points } = graph.edge(from, to, `${i}`) as { readonly points: readonly Laid[] };
  return points.slice(1, -1).flatMap(({ x, y }) => [rowAt(rows, y)].filter((row) => row !== undefined).map((row) => ({ x, row })));
}

/** The rows in which boxes stand: dagre gives all of a row one middle. */
function rowsOf(boxes: readonly { readonly middle: number; readonly length: number }[]): readonly BoxRow[] {
  const rows: BoxRow[] = [];
  for (const { middle, length } of boxes) {
    const known = rows.findIndex((row) => Math.abs(row.middle - middle) < 0.01);
    const row = { middle, from: middle - length / 2, until: middle + length / 2 };
    if (known < 0) rows.push(row);
    else rows[known] = { middle, from: Math.min(row.from, rows[known]?.from ?? row.from), until: Math.max(row.until, rows[known]?.until ?? row.until) };
  }
  return rows;
}
