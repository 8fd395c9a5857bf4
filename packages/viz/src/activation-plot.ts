import { activationOf, formatInterval } from "@convscope/core";
import type { ActivationKind, LayerOf, PointwiseActivation } from "@convscope/core";
import { figure, heading, margin } from "./figure.ts";
import { listed, signed } from "./format.ts";
import { label } from "./label.ts";
import { lineLegend } from "./legend.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { backdrop, exactAxis, linearAxis, tickRoom } from "./panel.ts";
import type { Area } from "./picture.ts";
import { element, path } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { colours, seriesStyle } from "./theme.ts";

/** How activations are drawn. */
export interface ActivationPlotOptions extends FigureOptions {
  /** Where x begins and ends. */
  readonly range?: readonly [from: number, to: number];
  /** A function saturates where its slope is smaller than this, in size: next to nothing goes back through it. */
  readonly saturation?: number;
}

const defaults: Required<ActivationPlotOptions> = { title: "Activation functions", theme: "light", width: 760, range: [-5, 5], saturation: 0.05 };
const name = "activationPlot";
const samples = 240;
const plotHeight = 220;

interface Curve {
  readonly called: string;
  readonly facts: PointwiseActivation;
  readonly colour: string;
  readonly dash: string | undefined;
}

type Line = readonly (readonly [x: number, y: number])[];

/**
 * Activations and their slopes beside each other, by core's facts about them, with their formulas; shaded where they saturate.
 *
 * @returns an SVG document
 */
export function activationPlot(layers: readonly LayerOf<ActivationKind>[], options: ActivationPlotOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const { range: [from, to], saturation, theme } = chosen;
  check(layers.length > 0 && layers.length <= 8, name, `there must be 1 to 8 activations. Received ${layers.length}.`);
  check(Number.isFinite(from) && Number.isFinite(to) && from < to, name, `range must be two numbers in rising order. Received ${from}, ${to}.`);
  check(saturation >= 0 && saturation < 1, name, `saturation must lie in 0 … 1. Received ${saturation}.`);
  const palette = colours(theme);
  const curves = layers.map((layer, i): Curve => {
    const facts = activationOf(layer);
    check(facts.acts === "pointwise", name, `an activation must act on each value alone to have a curve. Received ${layer.kind}, which acts on a row.`);
    const { colour, dash } = seriesStyle(palette, i);
    return { called: calledBy(layer), facts, colour, dash };
  });
  const values = curves.map(({ facts }) => drawn((x) => facts.f(x), facts.kinks, from, to));
  const slopes = curves.map(({ facts }) => drawn((x) => facts.slope(x), facts.kinks, from, to));
  const dull = curves.map(({ facts }) => flat(facts, from, to, saturation));

  const beside = chosen.width >= 560;
  const { marks: above, bottom } = heading(chosen, dull.some((one) => one.length > 0) ? `Shaded in its colour where a function saturates: slope below ${signed(saturation)}.` : "", chosen.width);
  const panelWidth = beside ? (chosen.width - 2 * margin - 24) / 2 : chosen.width - 2 * margin;
  const panelHeight = plotHeight + 24 + 42;
  const first: Area = { x: margin, y: bottom, width: panelWidth, height: panelHeight };
  const second: Area = beside ? { ...first, x: margin + panelWidth + 24 } : { ...first, y: bottom + panelHeight + 10 };
  const end = second.y + panelHeight;
  const legend = lineLegend(curves.map(({ called, facts, colour, dash }) => ({ name: `${called}: ${facts.formula.text}; slope ${facts.derivative.text}; values in ${formatInterval(facts.range).replaceAll("∞", "inf")}`, colour, dash })), theme, margin, end + 6, chosen.width - 2 * margin, chosen.width);
  const description = `${listed(curves.map(({ called, facts }, i) => `${called} is ${facts.formula.text}, its slope ${facts.derivative.text}${(dull[i] ?? []).length === 0 ? "" : `, saturated ${listed((dull[i] ?? []).map(([a, b]) => `from ${signed(a)} to ${signed(b)}`))}`}`))}.`;
  return figure({ width: chosen.width, height: end + 6 + legend.height + margin, name: "Activation functions", description }, chosen, [
    ...above,
    ...panel("f(x)", values, curves, dull, [from, to], first, chosen),
    ...panel("slope of f(x)", slopes, curves, dull, [from, to], second, chosen),
    ...legend.marks,
  ]);
}

/** The kind, and the options that a layer of it has. */
function calledBy({ kind, ...fields }: LayerOf<ActivationKind>): string {
  const told = Object.entries(fields).filter(([, value]) => typeof value === "number").map(([field, value]) => `${field} ${signed(Number(value))}`);
  return [kind, ...told].join(", ");
}

/** A function as pieces between its kinks, so that a jump is no slope. */
function drawn(at: (x: number) => number, kinks: readonly number[], from: number, to: number): readonly Line[] {
  const ends = [from, ...kinks.filter((kink) => kink > from && kink < to), to];
  const hair = (to - from) * 1e-9;
  return ends.slice(1).map((high, i): Line => {
    const [start, end] = [(ends[i] ?? from) + (i === 0 ? 0 : hair), high - (high === to ? 0 : hair)];
    return Array.from({ length: samples + 1 }, (_, k) => start + ((end - start) * k) / samples).map((x) => [x, at(x)]);
  });
}

/** Where a function is flatter than asked, from one end to the other. */
function flat({ slope }: PointwiseActivation, from: number, to: number, least: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  const edge = (i: number): number => from + ((to - from) * i) / samples;
  for (let i = 0; i < samples; i++) {
    if (Math.abs(slope((edge(i) + edge(i + 1)) / 2)) >= least) continue;
    const last = found.at(-1);
    if (last?.[1] === edge(i)) last[1] = edge(i + 1);
    else found.push([edge(i), edge(i + 1)]);
  }
  // Where a slope only passes through zero, as at the turn of a curve, nothing saturates.
  return found.filter(([a, b]) => b - a > (to - from) / 20);
}

function panel(title: string, lines: readonly (readonly Line[])[], curves: readonly Curve[], dull: readonly (readonly (readonly [number, number])[])[], [from, to]: readonly [number, number], area: Area, { theme }: Required<FigureOptions>): readonly Markup[] {
  const palette = colours(theme);
  const heights = lines.flat(2).map(([, y]) => y);
  const vertical = linearAxis(Math.min(...heights), Math.max(...heights), 5);
  const left = area.x + tickRoom(vertical);
  const plot: Area = { x: left, y: area.y + 24, width: area.x + area.width - 8 - left, height: plotHeight };
  const horizontal = exactAxis(from, to, Math.max(2, Math.floor(plot.width / 45)));
  const place = ([x, y]: readonly [number, number]): readonly [number, number] => [plot.x + horizontal.place(x) * plot.width, plot.y + plot.height - vertical.place(y) * plot.height];
  // Each function shades a band of its own, so that several stay apart.
  const band = plot.height / curves.length;
  const shades = curves.flatMap(({ colour }, i) => (dull[i] ?? []).map(([a, b]) => element("rect", { x: place([a, 0])[0], y: plot.y + i * band, width: place([b, 0])[0] - place([a, 0])[0], height: band, fill: colour, "fill-opacity": 0.13 })));
  const [zeroX, zeroY] = [horizontal.place(0), vertical.place(0)];
  const zero = { stroke: palette.axis, "stroke-width": 1 };
  return [
    label(title, { x: area.x, y: area.y + 11, weight: "bold", fill: palette.ink }),
    ...shades,
    ...backdrop(horizontal, vertical, plot, theme, "x"),
    ...(zeroX >= 0 && zeroX <= 1 ? [element("line", { x1: place([0, 0])[0], x2: place([0, 0])[0], y1: plot.y, y2: plot.y + plot.height, ...zero })] : []),
    ...(zeroY >= 0 && zeroY <= 1 ? [element("line", { x1: plot.x, x2: plot.x + plot.width, y1: place([0, 0])[1], y2: place([0, 0])[1], ...zero })] : []),
    ...lines.flatMap((pieces, i) => pieces.map((piece) => element("path", { d: path(piece.map(place)), fill: "none", stroke: curves[i]?.colour ?? palette.ink, "stroke-width": 2, "stroke-dasharray": curves[i]?.dash, "stroke-linejoin": "round" }))),
  ];
}
