import { label } from "./label.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth } from "./text.ts";
import { colours } from "./theme.ts";
import type { ThemeName } from "./theme.ts";

const swatch = 22;
const size = 12;
const row = 20;

/** A line of the legend: how the line looks and what it is. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly dash: string | undefined;
  /** What is drawn instead of a line, its middle at a place. */
  readonly mark?: (x: number, y: number) => Markup;
}

/** Names beside pieces of their lines, or their marks, as many in a row as fit; longer ones than `limit` are cut. */
export function lineLegend(entries: readonly LegendEntry[], theme: ThemeName, left: number, top: number, width: number, limit = 220): { readonly marks: readonly Markup[]; readonly height: number } {
  const marks: Markup[] = [];
  const most = Math.min(width - swatch - 6, limit);
  let x = left;
  let y = top;
  for (const { name, colour, dash, mark } of entries) {
    const room = Math.min(textWidth(name, size), most);
    if (x > left && x + swatch + 6 + room > left + width) {
      x = left;
      y += row;
    }
    marks.push(mark?.(x + swatch / 2, y + row / 2) ?? element("line", { x1: x, x2: x + swatch, y1: y + row / 2, y2: y + row / 2, stroke: colour, "stroke-width": 2, "stroke-dasharray": dash }));
    marks.push(label(name, { x: x + swatch + 6, y: y + row / 2, vertical: "middle", size, width: most, fill: colours(theme).ink }));
    x += swatch + 6 + room + 18;
  }
  return { marks, height: entries.length === 0 ? 0 : y + row - top };
}

/** A ramp from nothing to a full shade, with what its two ends mean. */
export interface ShadeLegend {
  readonly name: string;
  /** Width kept for the name, so that ramps below each other line up. */
  readonly room: number;
  readonly colour: string;
  readonly from: string;
  readonly to: string;
}

const steps = 12;
const step = 6;

/** How wide a shade legend gets. */
export function shadeLegendWidth({ room, from, to }: ShadeLegend): number {
  return room + 8 + textWidth(from, 11) + 6 + steps * step + 6 + textWidth(to, 11);
}

/** A ramp in one row, its middle at y. */
export function shadeLegend({ name, room, colour, from, to }: ShadeLegend, theme: ThemeName, x: number, y: number): readonly Markup[] {
  const { muted, ink, axis } = colours(theme);
  const fromAt = x + room + 8;
  const rampAt = fromAt + textWidth(from, 11) + 6;
  return [
    label(name, { x, y, size: 11, vertical: "middle", fill: ink }),
    label(from, { x: rampAt - 6, y, size: 11, anchor: "end", vertical: "middle", fill: muted }),
    ...Array.from({ length: steps }, (_, i) =>
      element("rect", { x: rampAt + i * step, y: y - 5, width: step, height: 10, fill: colour, "fill-opacity": (i + 0.5) / steps }),
    ),
    element("rect", { x: rampAt, y: y - 5, width: steps * step, height: 10, fill: "none", stroke: axis, "stroke-width": 0.5 }),
    label(to, { x: rampAt + steps * step + 6, y, size: 11, vertical: "middle", fill: muted }),
  ];
}
