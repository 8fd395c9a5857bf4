import { figure, heading, margin } from "./figure.ts";
import { label } from "./label.ts";
import { lineLegend } from "./legend.ts";
import type { LegendEntry } from "./legend.ts";
import { check } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { backdrop, countAxis, linearAxis, logAxis, tickRoom } from "./panel.ts";
import type { Axis } from "./panel.ts";
import type { Area } from "./picture.ts";
import type { Markup } from "./svg.ts";
import { fitText, textWidth } from "./text.ts";
import { colours } from "./theme.ts";

export type Scale = "linear" | "log";

/** What figures of an x and a y take. */
export interface XyOptions extends FigureOptions {
  /** What x and y are, with their units; nothing is written where none is given. */
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** `log` leaves out values of zero and below. */
  readonly xScale?: Scale;
  readonly yScale?: Scale;
  /** A line below the title. */
  readonly note?: string;
}

export const xyDefaults: Required<XyOptions> = { title: "", theme: "light", width: 760, xLabel: "", yLabel: "", xScale: "linear", yScale: "linear", note: "" };

export type Point = readonly [x: number, y: number];

/** From data to pixels; undefined for what has no place, such as zero on a logarithmic scale. */
export type Place = (point: Point) => Point | undefined;

/** What a figure draws between its axes. */
export interface XyPlot {
  readonly name: string;
  readonly description: string;
  readonly points: readonly Point[];
  readonly height: number;
  readonly legend: readonly LegendEntry[];
  readonly draw: (place: Place, area: Area, value: (x: number, y: number) => Point) => readonly Markup[];
}

const above = 24;
const below = 42;

/** Axes, legend and heading around points. */
export function xyPlot(plot: XyPlot, options: Required<XyOptions>): string {
  const { theme, width, xScale, yScale, xLabel, yLabel, note } = options;
  for (const [axis, scale] of [["xScale", xScale], ["yScale", yScale]] as const) check(scale === "linear" || scale === "log", plot.name, `${axis} must be linear or log. Received "${scale}".`);
  const shown = plot.points.filter(([x, y]) => placeable(x, xScale) && placeable(y, yScale));
  const vertical = axisOf(shown.map(([, y]) => y), yScale, false, 5);
  const { marks: heads, bottom } = heading(options, note, width);
  const left = margin + tickRoom(vertical);
  const area: Area = { x: left, y: bottom + above, width: width - margin - 12 - left, height: plot.height };
  const horizontal = fitting(shown.map(([x]) => x), xScale, area, width);
  const value = (x: number, y: number): Point => [area.x + horizontal.place(x) * area.width, area.y + area.height - vertical.place(y) * area.height];
  const place: Place = ([x, y]) => (placeable(x, xScale) && placeable(y, yScale) ? value(x, y) : undefined);
  const end = area.y + area.height + below;
  const legend = lineLegend(plot.legend, theme, margin, end + 6, width - 2 * margin);
  const named = (text: string, scale: Scale): string => [text, ...(scale === "log" ? ["logarithmic"] : [])].filter((part) => part !== "").join(", ");
  return figure({ width, height: end + (legend.height > 0 ? 6 + legend.height : 0) + margin, name: plot.name, description: plot.description }, options, [
    ...heads,
    ...(named(yLabel, yScale) === "" ? [] : [label(named(yLabel, yScale), { x: margin, y: bottom + 11, size: 12, width: width - 2 * margin, fill: colours(theme).ink })]),
    ...backdrop(horizontal, vertical, area, theme, fitText(named(xLabel, xScale), 11, area.width)),
    ...plot.draw(place, area, value),
    ...legend.marks,
  ]);
}

const placeable = (value: number, scale: Scale): boolean => Number.isFinite(value) && (scale === "linear" || value > 0);

function axisOf(values: readonly number[], scale: Scale, whole: boolean, count: number): Axis {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low > high) [low, high] = scale === "log" ? [0.1, 1] : [0, 1];
  if (scale === "log") return logAxis(low, high, count);
  return whole ? countAxis(low, high, count) : linearAxis(low, high, count);
}

/** As many ticks as have room beside each other; whole numbers, such as epochs or layers, get no fractions between them. */
function fitting(values: readonly number[], scale: Scale, { x, width }: Area, outer: number): Axis {
  const whole = values.length > 0 && values.every(Number.isInteger);
  for (let count = Math.max(2, Math.floor(width / 45)); count > 1; count--) {
    const axis = axisOf(values, scale, whole, count);
    const ends = axis.ticks.map(({ value, text }) => ({ at: x + axis.place(value) * width, half: textWidth(text, 11) / 2 }));
    const apart = ends.every(({ at, half }, i) => at - half >= (i === 0 ? 0 : (ends[i - 1]?.at ?? 0) + (ends[i - 1]?.half ?? 0) + 6) && at + half <= outer);
    if (apart) return axis;
  }
  return { ...axisOf(values, scale, whole, 2), ticks: [] };
}
