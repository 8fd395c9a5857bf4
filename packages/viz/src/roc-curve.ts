import { figures, listed, percent } from "./format.ts";
import { check, settings } from "./options.ts";
import { element, path } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { colours, seriesStyle } from "./theme.ts";
import { xyDefaults, xyPlot } from "./xy-plot.ts";
import type { Place, Point, XyOptions } from "./xy-plot.ts";

/** One curve, such as of one class. */
export interface RateCurve {
  readonly name: string;
  /** In rising x: false and true positive rate, or recall and precision; shares of 1. */
  readonly points: readonly Point[];
  /** Area under the curve; computed from the points if left out. */
  readonly area?: number;
  /** Share of positives among all samples: what guessing reaches in precision. */
  readonly positives?: number;
}

export type RateCurveOptions = Omit<XyOptions, "xScale" | "yScale" | "xLabel" | "yLabel">;

const height = 400;

/**
 * True over false positives at every threshold, with the area below it (0.5 is guessing).
 *
 * @returns an SVG document
 */
export function rocCurve(curves: readonly RateCurve[], options: RateCurveOptions = {}): string {
  const lines = (place: Place, stroke: string): readonly Markup[] => guess([place([0, 0]), place([1, 1])], stroke);
  return rateCurves("rocCurve", "ROC curve", "AUC", curves, options, { xLabel: "false positive rate", yLabel: "true positive rate", title: "ROC curve" }, trapezoids, (points) => points, lines);
}

/**
 * Precision over recall at every threshold, with the average precision: the sum of each step in recall times the precision at its end. It
 * is drawn in such steps, so that the average precision is what lies below it.
 *
 * @returns an SVG document
 */
export function prCurve(curves: readonly RateCurve[], options: RateCurveOptions = {}): string {
  const lines = (place: Place, stroke: string): readonly Markup[] => curves.flatMap(({ positives }) => (positives === undefined ? [] : guess([place([0, positives]), place([1, positives])], stroke)));
  return rateCurves("prCurve", "Precision and recall", "AP", curves, options, { xLabel: "recall", yLabel: "precision", title: "Precision and recall" }, averagePrecision, steps, lines);
}

type Labels = Pick<Required<XyOptions>, "xLabel" | "yLabel" | "title">;

function rateCurves(name: string, called: string, measure: string, curves: readonly RateCurve[], options: RateCurveOptions, labels: Labels, areaOf: (points: readonly Point[]) => number, drawn: (points: readonly Point[]) => readonly Point[], extra: (place: Place, stroke: string) => readonly Markup[]): string {
  const { xScale, yScale, xLabel, yLabel, ...defaults } = { ...xyDefaults, ...labels, width: 520 };
  const chosen = { ...settings(name, options, defaults), xScale, yScale, xLabel, yLabel };
  check(curves.length > 0, name, "there must be a curve to draw. Received none.");
  for (const { name: of, points } of curves) {
    check(points.length > 1, name, `every curve must hold two points at least. Received ${points.length} in "${of}".`);
    const wrong = points.find((point) => !point.every((value) => value >= 0 && value <= 1));
    check(wrong === undefined, name, `points must be shares in 0 … 1. Received ${wrong?.join(", ")} in "${of}".`);
    const fall = points.findIndex(([x], i) => x < (points[i - 1]?.[0] ?? 0));
    check(fall < 0, name, `points must be in rising x. Received ${points[fall]?.[0]} after ${points[fall - 1]?.[0]} in "${of}".`);
  }
  const palette = colours(chosen.theme);
  const areas = curves.map(({ points, area }) => area ?? areaOf(points));
  const legend = curves.map(({ name: of }, i) => {
    const { colour, dash } = seriesStyle(palette, i);
    return { name: `${of}: ${measure} ${written(areas[i] ?? 0)}`, colour, dash };
  });
  const draw = (place: Place): readonly Markup[] => [
    ...extra(place, palette.axis),
    ...curves.map(({ points }, i) => {
      const { colour, dash } = seriesStyle(palette, i);
      return element("path", { d: path(drawn(points).map((point) => place(point) ?? point)), fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": dash, "stroke-linejoin": "round" });
    }),
  ];
  const description = `${called}: ${listed(curves.map(({ name: of, points }, i) => `${of} with ${measure} ${written(areas[i] ?? 0)} over ${points.length} thresholds${measure === "AP" ? "" : `, ${percent(rateAt(points, 0.1))} true at 10\u00a0% false positives`}`))}.`;
  // The axes show 0 to 1, whatever the points.
  return xyPlot({ name, description, points: [[0, 0], [0.5, 0.5], [1, 1]], height: Math.min(height, chosen.width - 60), legend, draw }, chosen);
}

/** Three digits, and never 1 for what is less. */
const written = (area: number): string => (area < 1 && figures(area) === "1" ? ">0.999" : figures(area));

/** The highest rate reached up to x. */
const rateAt = (points: readonly Point[], x: number): number => points.reduce((most, point) => (point[0] <= x ? Math.max(most, point[1]) : most), 0);

function guess([from, to]: readonly [Point | undefined, Point | undefined], stroke: string): readonly Markup[] {
  return from === undefined || to === undefined ? [] : [element("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], stroke, "stroke-width": 1, "stroke-dasharray": "4 4" })];
}

const trapezoids = (points: readonly Point[]): number => points.reduce((sum, [x, y], i) => (i === 0 ? 0 : sum + ((x - (points[i - 1]?.[0] ?? 0)) * (y + (points[i - 1]?.[1] ?? 0))) / 2), 0);

const averagePrecision = (points: readonly Point[]): number => points.reduce((sum, [x, y], i) => sum + (x - (points[i - 1]?.[0] ?? 0)) * y, 0);

/** Each precision from the recall before on: down or up first, then across. */
const steps = (points: readonly Point[]): readonly Point[] => points.flatMap(([x, y], i): readonly Point[] => (i === 0 ? [[x, y]] : [[points[i - 1]?.[0] ?? 0, y], [x, y]]));
