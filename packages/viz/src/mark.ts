import { element, path } from "./svg.ts";
import type { Markup } from "./svg.ts";

/** A tick, drawn because few fonts have the letter; about 9 wide, its middle at y. */
export function tick(x: number, y: number, colour: string): Markup {
  return element("path", { d: path([[x + 0.5, y + 0.5], [x + 3.5, y + 3.5], [x + 8.5, y - 3.5]]), fill: "none", stroke: colour, "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" });
}

/** A cross, as large as the tick. */
export function cross(x: number, y: number, colour: string): Markup {
  const strokes = path([[x + 1, y - 3.5], [x + 8, y + 3.5]]) + path([[x + 8, y - 3.5], [x + 1, y + 3.5]]);
  return element("path", { d: strokes, fill: "none", stroke: colour, "stroke-width": 2, "stroke-linecap": "round" });
}
