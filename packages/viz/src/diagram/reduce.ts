import type { Wire } from "./region.ts";

/** A way from one vertex to another: `ways[0] vertex[0] ways[1] vertex[1] … ways[n]`; with no vertices it is one bare connection. */
export interface Series {
  readonly ways: readonly Way[];
  readonly vertices: readonly string[];
}

/** One connection, or several ways side by side between the same two vertices. */
export type Way = "wire" | readonly Series[];

/** What is left between two vertices when nothing can be joined any more. */
export interface Rest {
  readonly from: string;
  readonly to: string;
  readonly series: Series;
}

/** One series from entry to exit if all could be joined, else several. */
export type Reduced = readonly Rest[];

const wire: Series = { ways: ["wire"], vertices: [] };
const waysOf = (series: Series): readonly Series[] => {
  const [way] = series.ways;
  return series.vertices.length > 0 || way === undefined || way === "wire" ? [series] : way;
};

/**
 * A network as rows of boxes with branches side by side, as deep as they are nested: two-terminal series–parallel reduction
 * (Valdes, Tarjan & Lawler 1982). A vertex with one way in and one out joins them into a longer way; two ways between the same
 * vertices lie side by side. Nets as people write them reduce to one series from entry "" to exit ""; others leave a kernel.
 *
 * @param order place of each vertex, so that branches keep the order in which they were written
 */
export function reduce(vertices: readonly string[], wires: readonly Wire[], order: (vertex: string) => number): Reduced {
  // Entry and exit have the same name for those who read wires, but are two vertices.
  const exit = "\u0000exit";
  const out = new Map<string, Map<string, Series>>(["", ...vertices].map((vertex) => [vertex, new Map()]));
  const into = new Map<string, Set<string>>([...vertices, exit].map((vertex) => [vertex, new Set()]));
  const first = (series: Series): number => (series.vertices[0] === undefined ? Infinity : order(series.vertices[0]));
  const connect = (from: string, to: string, series: Series): void => {
    const side = out.get(from)?.get(to);
    const ways = side === undefined ? undefined : [...waysOf(side), ...waysOf(series)].sort((a, b) => first(a) - first(b) || 0);
    out.get(from)?.set(to, ways === undefined ? series : { ways: [ways], vertices: [] });
    into.get(to)?.add(from);
  };
  for (const { from, to } of wires) connect(from, to === "" ? exit : to, wire);
  const queue = [...vertices];
  const queued = new Set(queue);
  for (let vertex = queue.shift(); vertex !== undefined; vertex = queue.shift()) {
    queued.delete(vertex);
    const [from, ...moreIn] = into.get(vertex) ?? [];
    const [way, ...moreOut] = out.get(vertex) ?? [];
    if (from === undefined || way === undefined || moreIn.length + moreOut.length > 0) continue;
    const [to, after] = way;
    const before = out.get(from)?.get(vertex) ?? wire;
    out.get(from)?.delete(vertex);
    out.get(vertex)?.clear();
    into.get(vertex)?.clear();
    into.get(to)?.delete(vertex);
    connect(from, to, { ways: [...before.ways, ...after.ways], vertices: [...before.vertices, vertex, ...after.vertices] });
    for (const end of [from, to]) {
      if (end === "" || end === exit || queued.has(end)) continue;
      queued.add(end);
      queue.push(end);
    }
  }
  return [...out].flatMap(([from, ways]) => [...ways].map(([to, series]): Rest => ({ from, to: to === exit ? "" : to, series })));
}
