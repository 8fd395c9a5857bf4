import { figures } from "./format.ts";
import type { LegendEntry } from "./legend.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { element, path } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { colours } from "./theme.ts";
import { xyDefaults, xyPlot } from "./xy-plot.ts";
import type { Point } from "./xy-plot.ts";

/** What a search for a learning rate has found, as `findLearningRate` of `@convscope/nn` gives it. */
export interface LearningRateSearch {
  /** The rates that were tried, ascending. */
  readonly rates: readonly number[];
  /** The loss of each step's batch, and their running mean. */
  readonly losses: readonly number[];
  readonly smoothed: readonly number[];
  /** Where the mean falls most steeply, if it falls. */
  readonly suggestion?: number | undefined;
  /** Where it had gone astray, if it did. */
  readonly diverged?: number | undefined;
}

export interface LearningRateCurveOptions extends FigureOptions {
  /** A line below the title, such as what was tried. */
  readonly note?: string;
}

const name = "learningRateCurve";
const height = 280;

/** Losses so many times the least are left out: where a search goes astray they would flatten all that there is to see. */
const highest = 4;

/**
 * The loss over the learning rate, from tiny to huge: the batches as dots, their running mean as a line, the suggested rate marked.
 *
 * @returns an SVG document
 */
export function learningRateCurve({ rates, losses, smoothed, suggestion, diverged }: LearningRateSearch, options: LearningRateCurveOptions = {}): string {
  const chosen = settings(name, options, { title: "Learning rates", theme: xyDefaults.theme, width: xyDefaults.width, note: "" });
  check(rates.length > 0, name, "there must be a rate to draw. Received none.");
  check(losses.length === rates.length && smoothed.length === rates.length, name, `there must be a loss and a mean for each of the ${rates.length} rates. Received ${losses.length} and ${smoothed.length}.`);
  const palette = colours(chosen.theme);
  const [first = NaN] = smoothed;
  const least = Math.min(...smoothed);
  const most = Math.max(first, highest * least);
  const over = (values: readonly number[]): readonly Point[] => rates.map((rate, i): Point => [rate, values[i] ?? NaN]).filter(([, value]) => value <= most + 0.1 * Math.abs(most));
  const [batches, mean] = [over(losses), over(smoothed)];
  const mark = (colour: string) => (cx: number, cy: number) => element("circle", { cx, cy, r: 2, fill: colour });
  const legend: readonly LegendEntry[] = [
    { name: "loss of a batch", colour: palette.axis, dash: undefined, mark: mark(palette.axis) },
    { name: "running mean", colour: palette.blue, dash: undefined },
    ...(suggestion === undefined ? [] : [{ name: `steepest fall: ${figures(suggestion)}`, colour: palette.red, dash: "5 3" }]),
  ];
  const draw = (place: (point: Point) => Point | undefined, area: { readonly y: number; readonly height: number }): readonly Markup[] => {
    const placed = (points: readonly Point[]): readonly Point[] => points.map(place).filter((point) => point !== undefined);
    const line = placed(mean);
    const [at] = suggestion === undefined ? [] : (place([suggestion, first]) ?? []);
    return [
      ...placed(batches).map(([x, y]) => mark(palette.axis)(x, y)),
      ...(line.length > 1 ? [element("path", { d: path(line), fill: "none", stroke: palette.blue, "stroke-width": 2, "stroke-linejoin": "round" })] : []),
      ...(at === undefined ? [] : [element("line", { x1: at, x2: at, y1: area.y, y2: area.y + area.height, stroke: palette.red, "stroke-width": 1.5, "stroke-dasharray": "5 3" })]),
    ];
  };
  const told = [
    `${rates.length} learning rates from ${figures(rates[0] ?? NaN)} to ${figures(rates.at(-1) ?? NaN)}`,
    `the mean loss begins at ${figures(first)} and is least, ${figures(least)}, at ${figures(rates[smoothed.indexOf(least)] ?? NaN)}`,
    ...(suggestion === undefined ? [] : [`it falls most steeply at ${figures(suggestion)}`]),
    ...(diverged === undefined ? [] : [`it goes astray at ${figures(diverged)}`]),
  ];
  return xyPlot({ name, description: `${told.join("; ")}.`, points: [...batches, ...mean], height, legend, draw }, { ...xyDefaults, ...chosen, xLabel: "learning rate", yLabel: "loss", xScale: "log" });
}
