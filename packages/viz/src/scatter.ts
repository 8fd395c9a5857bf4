import { crowd, dotsPath, squaresPath } from "./dots.ts";
import { counted, figures, listed } from "./format.ts";
import { checkLabels } from "./labels.ts";
import { check, settings } from "./options.ts";
import type { Area } from "./picture.ts";
import { element } from "./svg.ts";
import type { Attributes, Markup } from "./svg.ts";
import { colours, seriesStyle } from "./theme.ts";
import type { Colours } from "./theme.ts";
import { xyDefaults, xyPlot } from "./xy-plot.ts";
import type { Place, Point, XyOptions } from "./xy-plot.ts";

/** Points of a plane with their classes. */
export interface ScatterData {
  /** `[n, 2]`. */
  readonly points: ArrayLike<number>;
  /** `[n]`. */
  readonly labels: ArrayLike<number>;
  readonly classes: readonly string[];
  /** Straight lines a·x + b·y + c = 0, such as borders between classes. */
  readonly lines?: readonly { readonly name: string; readonly line: readonly [a: number, b: number, c: number] }[];
}

export type ScatterOptions = Omit<XyOptions, "xScale" | "yScale">;

const name = "scatter";
const mostHigh = 460;

/**
 * Points of a plane, coloured by class: the latent space of an autoencoder, or points and the lines that part them.
 *
 * @returns an SVG document
 */
export function scatter(data: ScatterData, options: ScatterOptions = {}): string {
  const { xScale, yScale, ...defaults } = xyDefaults;
  const chosen = { ...settings(name, options, defaults), xScale, yScale };
  const { points, labels, classes, lines = [] } = data;
  check(points.length > 0 && points.length % 2 === 0, name, `points must be [n, 2] with one at least. Received ${points.length} values.`);
  const count = points.length / 2;
  checkLabels(name, "labels", labels, count, classes);
  const wrong = lines.find(({ line }) => !line.every(Number.isFinite));
  check(wrong === undefined, name, `a line must be three finite numbers a, b, c. Received ${wrong?.line.join(", ")} as "${wrong?.name}".`);
  const all = Array.from({ length: count }, (_, i): Point => [points[2 * i] ?? NaN, points[2 * i + 1] ?? NaN]);
  const palette = colours(chosen.theme);
  const found = classes.map((called, index) => ({ called, index, count: Array.from(labels).filter((label) => label === index).length })).filter((one) => one.count > 0);
  const markOf = (label: number): ((x: number, y: number) => Markup) => classMark(label, seriesStyle(palette, label).colour, palette.surface, count > 500 ? 2.2 : 3.5);
  const styles = lines.map((_, i) => seriesStyle(palette, i + 2));
  const draw = (place: Place, area: Area, value: (x: number, y: number) => Point): readonly Markup[] => [
    ...lines.flatMap(({ line }, i) => {
      const ends = clipped(line, area, value);
      return ends === undefined ? [] : [element("line", { x1: ends[0][0], y1: ends[0][1], x2: ends[1][0], y2: ends[1][1], stroke: styles[i]?.colour ?? palette.ink, "stroke-width": 1.5, "stroke-dasharray": styles[i]?.dash })];
    }),
    ...(count > crowd ? crowdMarks(all, labels, place, palette) : all.flatMap((point, i) => {
      const at = place(point);
      return at === undefined ? [] : [markOf(labels[i] ?? 0)(...at)];
    })),
  ];
  const legend = [
    ...found.map(({ called, index }) => ({ name: called, colour: seriesStyle(palette, index).colour, dash: undefined, mark: markOf(index) })),
    ...lines.map(({ name: called }, i) => ({ name: called, colour: styles[i]?.colour ?? palette.ink, dash: styles[i]?.dash })),
  ];
  const description = `${counted(count, "point")} of ${listed(found.map((one) => `${one.count} of class ${one.called}`))}${lines.length > 0 ? `; lines ${listed(lines.map(({ name: called, line: [a, b, c] }) => `${called}: ${figures(a)}·x + ${figures(b)}·y + ${figures(c)} = 0`))}` : ""}.`;
  return xyPlot({ name, description, points: padded(all), height: Math.min(mostHigh, chosen.width), legend, draw }, chosen);
}

/** The points and, a twentieth beyond them, corners that nothing is drawn at: no point should lie on an axis. */
function padded(points: readonly Point[]): readonly Point[] {
  const [x, y] = [0, 1].map((axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (const { [axis]: value = NaN } of points) if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
    return [low - (high - low) / 20, high + (high - low) / 20] as const;
  }) as [Point, Point];
  return [...points, [x[0], y[0]], [x[1], y[1]]];
}

/** Many points as few outlines: those of a class within a stretch of the data together, so that no class covers all others. */
function crowdMarks(points: readonly Point[], labels: ArrayLike<number>, place: Place, palette: Colours): readonly Markup[] {
  const stretches = 20;
  const groups = new Map<string, { readonly label: number; readonly at: Point[] }>();
  points.forEach((point, i) => {
    const at = place(point);
    if (at === undefined) return;
    const label = labels[i] ?? 0;
    const key = `${Math.floor((i * stretches) / points.length)} ${label}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { label, at: [at] });
    else group.at.push(at);
  });
  return Array.from(groups.values(), ({ label, at }) => {
    const { shape, paint } = classPaint(label, seriesStyle(palette, label).colour, palette.surface);
    return element("path", { d: shape < 2 ? dotsPath(at, 1.6) : squaresPath(at, 1.6), ...paint });
  });
}

/** Six colours, each full, as a ring, as a square and as an empty square, so that no two of 24 classes look alike. */
function classPaint(label: number, colour: string, surface: string): { readonly shape: number; readonly paint: Attributes } {
  const shape = Math.floor(label / 6) % 4;
  return { shape, paint: shape % 2 === 0 ? { fill: colour } : { fill: surface, stroke: colour, "stroke-width": 1.3 } };
}

function classMark(label: number, colour: string, surface: string, r: number): (x: number, y: number) => Markup {
  const { shape, paint } = classPaint(label, colour, surface);
  return (x, y) => (shape < 2 ? element("circle", { cx: x, cy: y, r, ...paint }) : element("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...paint }));
}

/** The two ends of a line where it leaves the area, in pixels; undefined where it does not cross it. */
function clipped([a, b, c]: readonly [number, number, number], area: Area, value: (x: number, y: number) => Point): readonly [Point, Point] | undefined {
  // In pixels the line is α·u + β·v + γ = 0, as the axes are linear.
  const [origin, right, up] = [value(0, 0), value(1, 0), value(0, 1)];
  const [alpha, beta] = [a / (right[0] - origin[0]), b / (up[1] - origin[1])];
  const gamma = c - alpha * origin[0] - beta * origin[1];
  const [left, top, far, low] = [area.x, area.y, area.x + area.width, area.y + area.height];
  const at: Point[] = [
    ...[left, far].map((u): Point => [u, -(alpha * u + gamma) / beta]),
    ...[top, low].map((v): Point => [-(beta * v + gamma) / alpha, v]),
  ].filter(([u, v]) => Number.isFinite(u) && Number.isFinite(v) && u >= left - 1e-6 && u <= far + 1e-6 && v >= top - 1e-6 && v <= low + 1e-6);
  const start = at[0];
  const end = start && at.find(([u, v]) => Math.hypot(u - start[0], v - start[1]) > 1e-3);
  return start && end && [start, end];
}
