import { outline } from "./outline.ts";
import type { Area } from "./picture.ts";
import { element, path } from "./svg.ts";
import type { Markup } from "./svg.ts";

const outset = 2;

/** Seen on any picture: a light line within a dark one. */
const around = "#101418";
const boxColour = "#ffd23f";
const maskColour = "#4de1ff";
const pink = "#ff6ad5";

const lines = (shape: (stroke: string, width: number) => Markup, colour: string): readonly Markup[] => [shape(around, 3.5), shape(colour, 1.5)];

const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/** A yellow box, or a broken pink one where it was `found`, under which a true one still shows, `[xMin, yMin, xMax, yMax]` in pixels of the picture, over the picture that lies in `area`; nothing where one of the four is no number. */
export function boxMarks(box: ArrayLike<number>, area: Area, scale: number, found = false): readonly Markup[] {
  const sides = [0, 1, 2, 3].map((side) => (box[side] ?? Number.NaN) * scale);
  if (!sides.every(Number.isFinite)) return [];
  const [left = 0, top = 0, right = 0, bottom = 0] = [within(sides[0] ?? 0, area.width), within(sides[1] ?? 0, area.height), within(sides[2] ?? 0, area.width), within(sides[3] ?? 0, area.height)];
  // A little outside, so that a mask that fills its box is seen beside it.
  const corner = { x: area.x + left - outset, y: area.y + top - outset, width: Math.max(0, right - left) + 2 * outset, height: Math.max(0, bottom - top) + 2 * outset };
  return lines((stroke, width) => element("rect", { ...corner, fill: "none", stroke, "stroke-width": width, "stroke-dasharray": found ? "6 4" : undefined }), found ? pink : boxColour);
}

/** A cyan outline around what is inside a mask `[H, W]`. */
export function maskMarks(mask: ArrayLike<number>, size: { readonly width: number; readonly height: number }, area: Area, scale: number): readonly Markup[] {
  const d = outline(mask, size.height, size.width)
    .map((line) => path(line.map(([x, y]) => [area.x + x * scale, area.y + y * scale]), true))
    .join("");
  return d === "" ? [] : lines((stroke, width) => element("path", { d, fill: "none", stroke, "stroke-width": width, "stroke-linejoin": "round" }), maskColour);
}

/** Pink points, `[n, 2]`: x, y in pixels of the picture; a row that is no number is left out. */
export function pointMarks(points: ArrayLike<number>, area: Area, scale: number): readonly Markup[] {
  return Array.from({ length: Math.floor(points.length / 2) }, (_, i) => [points[2 * i] ?? Number.NaN, points[2 * i + 1] ?? Number.NaN] as const)
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
    .map(([x, y]) => element("circle", { cx: area.x + within(x * scale, area.width), cy: area.y + within(y * scale, area.height), r: 3.5, fill: pink, stroke: around, "stroke-width": 1.5 }));
}

/** What the marks mean, for a subtitle. */
export const legendOf = ({ boxes = false, found = false, masks = false, points = false }: { readonly boxes?: boolean; readonly found?: boolean; readonly masks?: boolean; readonly points?: boolean }): string =>
  [...(boxes ? [found ? "yellow: true box" : "yellow: box"] : []), ...(found ? ["broken pink: box found"] : []), ...(masks ? ["cyan: outline of the mask"] : []), ...(points ? ["pink: keypoint"] : [])].join(", ");
