import { crowd, dotsPath } from "./dots.ts";
import { counted, figures, listed } from "./format.ts";
import { check, settings } from "./options.ts";
import { element, path } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { colours, seriesStyle } from "./theme.ts";
import { xyDefaults, xyPlot } from "./xy-plot.ts";
import type { Place, Point, XyOptions } from "./xy-plot.ts";

/** A line of a chart. */
export interface LineSeries {
  readonly name: string;
  /** In the order in which they are joined; a value that is no number breaks the line. */
  readonly points: readonly Point[];
  /** Drawn as dots instead, such as measurements that a line goes through. */
  readonly dots?: boolean;
  /** Drawn as large rings instead: a place to point out, such as where one is on a curve. */
  readonly rings?: boolean;
  /** Drawn as a broken line without dots: a level to compare with, such as a baseline. */
  readonly dashed?: boolean;
}

export interface LineChartOptions extends XyOptions {
  /** The y axis holds this value too, such as 0 for shares; only what is drawn if left out. */
  readonly yFrom?: number;
}

const name = "lineChart";
const height = 280;

/** Up to so many points of a line are dots too. */
const fewest = 30;

const baseline = "7 3";

/**
 * Several series over one x: losses over steps, gradient norms over layers, a curve and its points.
 *
 * @returns an SVG document
 */
export function lineChart(series: readonly LineSeries[], options: LineChartOptions = {}): string {
  // What is no number takes no place on the axis.
  const { yFrom, ...chosen } = settings(name, options, { ...xyDefaults, yFrom: NaN });
  check(series.length > 0, name, "there must be a series to draw. Received none.");
  for (const { name: called, points } of series) check(points.length > 0, name, `every series must hold a point. Received none in "${called}".`);
  const palette = colours(chosen.theme);
  const styles = series.map(({ dashed = false }, i) => ({ ...seriesStyle(palette, i), ...(dashed && { dash: baseline }) }));
  const legend = series.map(({ name: called, dots = false, rings = false }, i) => {
    const { colour = palette.ink, dash } = styles[i] ?? {};
    return { name: called, colour, dash, ...(dots && { mark: (x: number, y: number) => dot([x, y], colour, 2.5) }), ...(rings && { mark: (x: number, y: number) => ring([x, y], palette.ink, 4) }) };
  });
  const draw = (place: Place): readonly Markup[] => series.flatMap(({ points, dots = false, rings = false, dashed = false }, i) => {
    const { colour = palette.ink, dash } = styles[i] ?? {};
    const pieces = unbroken(points, place);
    if (rings) return pieces.flat().map((point) => ring(point, palette.ink, 7));
    const lines = dots ? [] : pieces.filter(({ length }) => length > 1).map((piece) => element("path", { d: path(piece), fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": dash, "stroke-linejoin": "round" }));
    const dotted = dots || (points.length <= fewest && !dashed) ? pieces.flat() : pieces.filter(({ length }) => length === 1).flat();
    if (dotted.length > crowd) return [...lines, element("path", { d: dotsPath(dotted, 2), fill: colour })];
    return [...lines, ...dotted.map((point) => dot(point, colour, dots ? 2 : 2.5))];
  });
  return xyPlot({ name, description: inWords(series, chosen), points: [...series.flatMap(({ points }) => points), [series[0]?.points[0]?.[0] ?? NaN, yFrom]], height, legend: series.length > 1 ? legend : [], draw }, chosen);
}

const dot = ([cx, cy]: Point, fill: string, r: number): Markup => element("circle", { cx, cy, r, fill });

/** In the colour of the text, so that it stands out from every line. */
const ring = ([cx, cy]: Point, stroke: string, r: number): Markup => element("circle", { cx, cy, r, fill: "none", stroke, "stroke-width": 3 });

/** The runs of points that have a place. */
function unbroken(points: readonly Point[], place: Place): readonly (readonly Point[])[] {
  const pieces: Point[][] = [[]];
  for (const point of points) {
    const at = place(point);
    if (at === undefined) pieces.push([]);
    else pieces.at(-1)?.push(at);
  }
  return pieces.filter(({ length }) => length > 0);
}

function inWords(series: readonly LineSeries[], { xLabel, yLabel }: Required<XyOptions>): string {
  const told = series.map(({ name: called, points }) => {
    const known = points.filter((point) => point.every(Number.isFinite));
    const [first, last] = [known[0], known.at(-1)];
    if (first === undefined || last === undefined) return `${called} without numbers`;
    return `${called} from ${figures(first[1])} at ${figures(first[0])} to ${figures(last[1])} at ${figures(last[0])}`;
  });
  const of = `${yLabel === "" ? "" : ` of ${yLabel}`}${xLabel === "" ? "" : ` over ${xLabel}`}`;
  return `${counted(series.length, "series", "series")}${of}: ${listed(told)}.`;
}
