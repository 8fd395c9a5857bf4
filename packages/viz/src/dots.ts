import { rounded } from "./svg.ts";

/** From so many points on they are drawn together: an element for each would take a second and a megabyte. */
export const crowd = 1000;

type Points = readonly (readonly [x: number, y: number])[];

/** Circles of one radius as one outline. */
export function dotsPath(points: Points, r: number): string {
  const arcs = `a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0`;
  return points.map(([x, y]) => `M${rounded(x - r)} ${rounded(y)}${arcs}`).join("");
}

/** Squares of one size as one outline, `r` from the middle to a side. */
export function squaresPath(points: Points, r: number): string {
  const sides = `h${2 * r}v${2 * r}h${-2 * r}Z`;
  return points.map(([x, y]) => `M${rounded(x - r)} ${rounded(y - r)}${sides}`).join("");
}
