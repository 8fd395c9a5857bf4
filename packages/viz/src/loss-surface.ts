import { figure, heading, margin } from "./figure.ts";
import { listed, signed } from "./format.ts";
import { isolines } from "./isolines.ts";
import type { Grid } from "./isolines.ts";
import { label } from "./label.ts";
import { lineLegend } from "./legend.ts";
import { sizesOf } from "./number-array.ts";
import type { NumberArray } from "./number-array.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { backdrop, exactAxis, tickRoom } from "./panel.ts";
import { picture } from "./picture.ts";
import type { Area } from "./picture.ts";
import { element, path } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { fitText } from "./text.ts";
import { colours, seriesStyle } from "./theme.ts";

/** The way of one descent. */
export interface DescentPath {
  readonly name: string;
  /** From the start, step by step. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A loss over two weights. */
export interface LossSurfaceData {
  /** The loss at x, y, or its values `[rows, columns]`: the first row at the least y, the first column at the least x. */
  readonly loss: ((x: number, y: number) => number) | NumberArray;
  /** Where x and y begin and end. */
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
  readonly paths?: readonly DescentPath[];
}

/** How a loss surface is drawn. */
export interface LossSurfaceOptions extends FigureOptions {
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** How many lines of equal loss. */
  readonly levels?: number;
  readonly note?: string;
}

const defaults: Required<LossSurfaceOptions> = { title: "Loss over two weights", theme: "light", width: 620, xLabel: "first weight", yLabel: "second weight", levels: 12, note: "" };
const name = "lossSurface";
const samples = 81;

/**
 * Lines of equal loss over two weights, between them a shade that grows with the loss, and the ways that descents take over it. A way that leaves
 * the picture ends at its border.
 *
 * @returns an SVG document
 */
export function lossSurface(data: LossSurfaceData, options: LossSurfaceOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const { x: [left, right], y: [low, high], paths = [] } = data;
  for (const [axis, [from, to]] of [["x", data.x], ["y", data.y]] as const) check(Number.isFinite(from) && Number.isFinite(to) && from < to, name, `${axis} must be two numbers in rising order. Received ${from}, ${to}.`);
  check(Number.isInteger(chosen.levels) && chosen.levels >= 1 && chosen.levels <= 60, name, `levels must be a whole number in 1 … 60. Received ${chosen.levels}.`);
  for (const one of paths) check(one.points.length > 0, name, `every path must hold a point. Received none in "${one.name}".`);
  const grid = gridOf(data);
  const known = Array.from(grid.values).filter(Number.isFinite);
  check(known.length > 0, name, "the loss must be a number somewhere. Received none.");
  let [least, most] = [Infinity, -Infinity];
  for (const value of known) [least, most] = [Math.min(least, value), Math.max(most, value)];
  // Closer lines near the bottom, where a bowl is flat.
  const levels = Array.from({ length: chosen.levels }, (_, i) => least + (most - least) * ((i + 1) / (chosen.levels + 1)) ** 2);

  const palette = colours(chosen.theme);
  const { marks: above, bottom } = heading(chosen, chosen.note, chosen.width);
  const [across, up] = [exactAxis(left, right, Math.max(2, Math.floor(chosen.width / 80))), exactAxis(low, high, 6)];
  const start = margin + tickRoom(up);
  const plot: Area = { x: start, y: bottom + 24, width: chosen.width - margin - 10 - start, height: Math.min(440, Math.round(chosen.width * 0.68)) };
  const place = ([x, y]: readonly [number, number]): readonly [number, number] => [plot.x + across.place(x) * plot.width, plot.y + plot.height - up.place(y) * plot.height];
  const spot = (column: number, row: number): readonly [number, number] => [plot.x + (column / (grid.columns - 1)) * plot.width, plot.y + plot.height - (row / (grid.rows - 1)) * plot.height];
  const lines = levels.map((level) => isolines(grid, level).map(([[x1, y1], [x2, y2]]) => [spot(x1, y1), spot(x2, y2)] as const));
  const drawnLines = lines.filter((all) => all.length > 0).map((all) => element("path", { d: all.map((ends) => path(ends)).join(""), fill: "none", stroke: palette.axis, "stroke-width": 0.8 }));
  const walks = paths.flatMap(({ points }, i) => walkMarks(points.map(place), plot, seriesStyle(palette, i), palette.surface));
  const end = plot.y + plot.height + 42;
  const legend = lineLegend(paths.map((one, i) => ({ name: one.name, ...seriesStyle(palette, i) })), chosen.theme, margin, end + 6, chosen.width - 2 * margin, 300);
  const description = `Loss from ${signed(least)} to ${signed(most)} over ${chosen.xLabel} from ${signed(left)} to ${signed(right)} and ${chosen.yLabel} from ${signed(low)} to ${signed(high)}${paths.length === 0 ? "" : `; ${listed(paths.map((one) => pathInWords(one)))}`}.`;
  return figure({ width: chosen.width, height: end + (legend.height > 0 ? 6 + legend.height : 0) + margin, name: "Loss over two weights", description }, chosen, [
    ...above,
    label(chosen.yLabel, { x: margin, y: bottom + 11, width: chosen.width - 2 * margin, fill: palette.ink }),
    picture(bands(grid, levels), plot),
    ...backdrop(across, up, plot, chosen.theme, fitText(chosen.xLabel, 11, plot.width)),
    ...drawnLines,
    ...walks,
    ...legend.marks,
  ]);
}

function gridOf({ loss, x: [left, right], y: [low, high] }: LossSurfaceData): Grid {
  if (typeof loss !== "function") {
    const [rows = 0, columns = 0] = sizesOf(name, "loss", loss, ["rows", "columns"], 2);
    check(rows > 1 && columns > 1, name, `loss must have two rows and two columns at least. Received [${rows}, ${columns}].`);
    return { rows, columns, values: loss.data };
  }
  const values = Float64Array.from({ length: samples * samples }, (_, i) => loss(left + ((right - left) * (i % samples)) / (samples - 1), low + ((high - low) * Math.floor(i / samples)) / (samples - 1)));
  return { rows: samples, columns: samples, values };
}

/** Bands between the levels, fuller upwards: a grey that lies over light and dark grounds alike. */
function bands({ rows, columns, values }: Grid, levels: readonly number[]): { readonly width: number; readonly height: number; readonly channels: number; readonly data: Uint8Array } {
  const fine = 240;
  const data = new Uint8Array(fine * fine * 2);
  for (let i = 0; i < fine * fine; i++) {
    const value = between(values, rows, columns, (Math.floor(i / fine) / (fine - 1)) * (rows - 1), ((i % fine) / (fine - 1)) * (columns - 1));
    let passed = 0;
    while (passed < levels.length && value > (levels[passed] ?? Infinity)) passed++;
    // Rows of pictures go down.
    const at = (fine - 1 - Math.floor(i / fine)) * fine + (i % fine);
    data[at * 2] = 128;
    data[at * 2 + 1] = Math.round((110 * passed) / levels.length);
  }
  return { width: fine, height: fine, channels: 2, data };
}

function between(values: ArrayLike<number>, rows: number, columns: number, row: number, column: number): number {
  const [top, left] = [Math.min(rows - 2, Math.floor(row)), Math.min(columns - 2, Math.floor(column))];
  const [down, aside] = [row - top, column - left];
  const at = (r: number, c: number): number => values[r * columns + c] ?? 0;
  return (at(top, left) * (1 - aside) + at(top, left + 1) * aside) * (1 - down) + (at(top + 1, left) * (1 - aside) + at(top + 1, left + 1) * aside) * down;
}

/** A way with a dot at each step and a ring at its start, up to where it leaves the area. */
function walkMarks(points: readonly (readonly [number, number])[], area: Area, { colour, dash }: { readonly colour: string; readonly dash: string | undefined }, surface: string): readonly Markup[] {
  const inside = ([x, y]: readonly [number, number]): boolean => x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height;
  const out = points.findIndex((point) => !inside(point));
  const kept = out < 0 ? points : points.slice(0, out);
  const [last, beyond] = [kept.at(-1), out < 0 ? undefined : points[out]];
  const ends = last !== undefined && beyond !== undefined && beyond.every(Number.isFinite) ? [...kept, border(last, beyond, area)] : kept;
  const [first] = kept;
  if (first === undefined) return [];
  return [
    element("path", { d: path(ends), fill: "none", stroke: surface, "stroke-width": 4, "stroke-opacity": 0.6, "stroke-linejoin": "round" }),
    element("path", { d: path(ends), fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": dash, "stroke-linejoin": "round" }),
    ...kept.slice(1).map(([cx, cy]) => element("circle", { cx, cy, r: 2.5, fill: colour })),
    element("circle", { cx: first[0], cy: first[1], r: 4.5, fill: surface, stroke: colour, "stroke-width": 2 }),
  ];
}

/** Where the way from a point inside to one outside crosses the border. */
function border([x, y]: readonly [number, number], [toX, toY]: readonly [number, number], area: Area): readonly [number, number] {
  const shares = [
    toX > area.x + area.width ? (area.x + area.width - x) / (toX - x) : 1,
    toX < area.x ? (area.x - x) / (toX - x) : 1,
    toY > area.y + area.height ? (area.y + area.height - y) / (toY - y) : 1,
    toY < area.y ? (area.y - y) / (toY - y) : 1,
  ];
  const share = Math.min(...shares);
  return [x + (toX - x) * share, y + (toY - y) * share];
}

function pathInWords({ name: called, points }: DescentPath): string {
  const [first = [NaN, NaN], last = [NaN, NaN]] = [points[0], points.at(-1)];
  const written = ([x = NaN, y = NaN]: readonly number[]): string => `${signed(x)}, ${signed(y)}`;
  return `${called} from ${written(first)} in ${points.length - 1} steps to ${written(last)}`;
}
