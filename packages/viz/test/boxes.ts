import { textBoxes } from "./layout.ts";
import type { Box } from "./layout.ts";

type Point = readonly [x: number, y: number];

const slack = 0.6;

/** The boxes of a diagram's nodes. */
export function nodeBoxes(svg: string, kind = "node"): readonly Box[] {
  return Array.from(svg.matchAll(new RegExp(`<rect class="${kind}" x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"`, "g")), ([, x, y, width, height]) => {
    const [left, top] = [Number(x), Number(y)];
    return { what: kind, left, top, right: left + Number(width), bottom: top + Number(height) };
  });
}

/** The lines between them, as points. */
function edges(svg: string): readonly (readonly Point[])[] {
  return Array.from(svg.matchAll(/<path class="edge" d="([^"]+)"/g), ([, d = ""]) => Array.from(d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g), ([, x, y]): Point => [Number(x), Number(y)]));
}

const meet = (a: Box, b: Box): boolean => a.left < b.right - slack && b.left < a.right - slack && a.top < b.bottom - slack && b.top < a.bottom - slack;

/** Whether a straight line has a point inside a box: Liang and Barsky's clipping. */
function crosses([x, y]: Point, [toX, toY]: Point, box: Box): boolean {
  let [from, to] = [0, 1];
  for (const [step, room] of [[x - toX, x - box.left - slack], [toX - x, box.right - slack - x], [y - toY, y - box.top - slack], [toY - y, box.bottom - slack - y]] as const) {
    if (step === 0) {
      if (room <= 0) return false;
    } else if (step < 0) from = Math.max(from, room / step);
    else to = Math.min(to, room / step);
  }
  return from < to;
}

const at = ({ what, left, top, right, bottom }: Box): string => `${what} (${[left, top, right, bottom].map(Math.round).join(" ")})`;

/** What is wrong with the boxes and lines of a diagram: boxes that meet, frames that cross, lines through boxes or through text. */
export function boxProblems(svg: string): readonly string[] {
  const problems: string[] = [];
  const nodes = [...nodeBoxes(svg)].sort((a, b) => a.top - b.top);
  nodes.forEach((a, i) => {
    for (let j = i + 1; j < nodes.length; j++) {
      const b = nodes[j];
      if (b === undefined || b.top >= a.bottom) break;
      if (meet(a, b)) problems.push(`${at(a)} meets ${at(b)}.`);
    }
  });
  const frames = nodeBoxes(svg, "frame");
  const holds = (a: Box, b: Box): boolean => a.left <= b.left + slack && a.right >= b.right - slack && a.top <= b.top + slack && a.bottom >= b.bottom - slack;
  frames.forEach((a, i) => {
    for (const b of [...frames.slice(i + 1), ...nodes]) if (meet(a, b) && !holds(a, b) && !holds(b, a)) problems.push(`${at(a)} cuts ${at(b)}.`);
  });
  const near = nearby([...nodes, ...textBoxes(svg)]);
  for (const line of edges(svg)) {
    for (let i = 1; i < line.length; i++) {
      const [from, to] = [line[i - 1], line[i]];
      if (from === undefined || to === undefined) continue;
      for (const thing of near(from, to)) if (crosses(from, to, thing)) problems.push(`a line from ${from.join(" ")} to ${to.join(" ")} passes ${at(thing)}.`);
    }
  }
  return problems;
}

/** The boxes that a straight line may meet: those in the same squares of a grid. */
function nearby(boxes: readonly Box[]): (from: Point, to: Point) => ReadonlySet<Box> {
  const side = 150;
  const grid = new Map<string, Box[]>();
  const squares = (left: number, top: number, right: number, bottom: number): readonly string[] => {
    const keys: string[] = [];
    for (let x = Math.floor(left / side); x * side <= right; x++) for (let y = Math.floor(top / side); y * side <= bottom; y++) keys.push(`${x} ${y}`);
    return keys;
  };
  for (const box of boxes) {
    for (const key of squares(box.left, box.top, box.right, box.bottom)) {
      const there = grid.get(key);
      if (there === undefined) grid.set(key, [box]);
      else there.push(box);
    }
  }
  return ([x, y], [toX, toY]) => new Set(squares(Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY)).flatMap((key) => grid.get(key) ?? []));
}
