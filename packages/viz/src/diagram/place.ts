import { tangle } from "./tangle.ts";
import { reduce } from "./reduce.ts";
import type { Series, Way } from "./reduce.ts";
import type { Item, Region } from "./region.ts";
import { putItem } from "./arranged.ts";
import type { Arranged, Measured, Size } from "./arranged.ts";

/** Distances, pixels. */
const gap = { wire: 14, fork: 7, join: 13, branches: 16, lane: 13 } as const;

const none: Size = { before: 0, after: 0, length: 0 };
const widest = (sizes: readonly Size[]): Size => ({
  before: Math.max(0, ...sizes.map(({ before }) => before)),
  after: Math.max(0, ...sizes.map(({ after }) => after)),
  length: sizes.reduce((sum, { length }) => sum + length, 0),
});

const line: Arranged = {
  ...none,
  length: gap.wire,
  put(across, along, length, { lines }, { start, end, arrow }) {
    lines.push({ points: [...start, [across, along], [across, along + length], ...end], arrow });
  },
};

/** A connection that only says where something stands: from the entry of a whole diagram, or to its exit. */
const unseen: Arranged = { ...none, put: () => undefined };

/**
 * Arranges a region: rows of items with branches side by side. What is not made of rows and branches goes to a general method.
 *
 * @param hidden whether the connections from the entry and to the exit are not drawn
 */
export function arrange({ items, wires }: Region, measure: (item: Item) => Measured, hidden: boolean): Arranged {
  const order = new Map([...items.keys()].map((key, i) => [key, i]));
  const reduced = reduce([...items.keys()], wires, (vertex) => order.get(vertex) ?? 0);
  const measured = new Map([...items].map(([key, item]) => [key, measure(item)]));
  const lookup: Lookup = (vertex) => {
    const [item, size] = [items.get(vertex), measured.get(vertex)];
    if (item === undefined || size === undefined) throw new Error(`diagram: no item "${vertex}".`);
    return [item, size];
  };
  const [only, ...more] = reduced;
  if (only !== undefined && more.length === 0) return series(only.series, { top: true, bottom: true, hidden }, lookup);
  return tangle(
    reduced.map(({ from, to, series: part }) => ({ from, to, bare: part.vertices.length === 0 && part.ways[0] === "wire", hidden: hidden && (from === "" || to === ""), arranged: series(part, { top: from === "", bottom: to === "", hidden }, lookup) })),
    lookup,
  );
}

type Lookup = (vertex: string) => readonly [Item, Measured];

/** Whether something begins at the region's entry, ends at its exit, and whether these are not drawn. */
interface Bounds {
  readonly top: boolean;
  readonly bottom: boolean;
  readonly hidden: boolean;
}

function series({ ways, vertices }: Series, bounds: Bounds, lookup: Lookup): Arranged {
  const last = ways.length - 1;
  const boundsOf = (i: number): Bounds => ({ top: bounds.top && i === 0, bottom: bounds.bottom && i === last, hidden: bounds.hidden });
  const parts = ways.map((way, i) => between(way, boundsOf(i), lookup));
  const stops = vertices.map(lookup);
  const size = widest([...parts, ...stops.map(([, measured]) => measured)]);
  // What is left over lengthens the way in, so that branches end side by side; a branch that ends at the exit begins at its fork.
  const longer = bounds.bottom && last > 0 && !bounds.top ? last : 0;
  return {
    ...size,
    put(across, along, length, placed, { start, end, arrow }) {
      let at = along;
      parts.forEach((part, i) => {
        const room = part.length + (i === longer ? length - size.length : 0);
        part.put(across, at, room, placed, { start: i === 0 ? start : [], end: i === last ? end : [], arrow: i === last ? arrow : true });
        at += room;
        const stop = stops[i];
        if (stop === undefined) return;
        putItem(...stop, across, at, placed);
        at += stop[1].length;
      });
    },
  };
}

/** The ways between two vertices: a line, or branches. */
function between(way: Way, bounds: Bounds, lookup: Lookup): Arranged {
  const bare = bounds.hidden && (bounds.top || bounds.bottom) ? unseen : line;
  if (way === "wire") return bare;
  const boxes = way.filter(({ vertices, ways }) => vertices.length > 0 || ways[0] !== "wire").map((branch) => series(branch, bounds, lookup));
  const lanes = way.length - boxes.length;
  const places = spread(boxes);
  const side = Math.max(0, ...boxes.map(({ after }, i) => (places[i] ?? 0) + after));
  const before = Math.max(0, ...boxes.map((box, i) => box.before - (places[i] ?? 0)));
  const all = [...boxes.map((box, i) => ({ box, place: places[i] ?? 0 })), ...Array.from({ length: lanes }, (_, i) => ({ box: bare, place: side + (i + 1) * gap.lane }))];
  const fork = bounds.hidden && bounds.top ? 0 : gap.fork;
  const join = bounds.hidden && bounds.bottom ? 0 : gap.join;
  const inner = Math.max(...all.map(({ box }) => box.length));
  return {
    before,
    after: side + lanes * gap.lane,
    length: fork + inner + join,
    put(across, along, length, placed, { start, end, arrow }) {
      const until = along + length;
      for (const { box, place } of all) {
        const at = across + place;
        const straight = place === 0;
        box.put(at, along + fork, length - fork - join, placed, {
          start: straight ? [...start, [across, along]] : [...start, [across, along], [across, along + fork], [at, along + fork]],
          end: straight ? [[across, until], ...end] : [[at, until - join], [across, until - join], [across, until], ...end],
          arrow,
        });
      }
    },
  };
}

/**
 * Where branches stand beside each other, from the line of their fork. One or two: the longer one keeps to the line, so that a net's
 * main path is straight. More are spread around it.
 */
function spread(branches: readonly Arranged[]): readonly number[] {
  if (branches.length <= 2) {
    const main = (branches[1]?.length ?? 0) > (branches[0]?.length ?? 0) ? 1 : 0;
    return branches.map((branch, i) => (i === main ? 0 : (branches[main]?.after ?? 0) + gap.branches + branch.before));
  }
  const places: number[] = [];
  let at = 0;
  for (const { before, after } of branches) {
    places.push(at + before);
    at += before + after + gap.branches;
  }
  const middle = (at - gap.branches) / 2;
  return places.map((place) => place - middle);
}
