import { figure, heading, margin } from "./figure.ts";
import { counted, figures, listed, signed } from "./format.ts";
import { label } from "./label.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { backdrop, exactAxis, readableAxis } from "./panel.ts";
import type { Area } from "./picture.ts";
import { element, path } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth, widestText } from "./text.ts";
import { colours } from "./theme.ts";
import { tiles } from "./tiles.ts";

/** How often values fell into bins of equal width between `from` and `to`. */
export interface Histogram {
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
  readonly counts: ArrayLike<number>;
}

/** The values of one layer, such as its weights or their gradients, over the epochs. */
export interface LayerHistograms {
  readonly name: string;
  readonly histograms: readonly Histogram[];
}

/** How histograms are drawn. */
export interface HistogramsOptions extends FigureOptions {
  /** What the values are. */
  readonly xLabel?: string;
  /** Most epochs that are drawn of a layer; default 16. */
  readonly limit?: number;
}

const defaults: Required<HistogramsOptions> = { title: "Weights over the epochs", theme: "light", width: 760, xLabel: "weight", limit: 16 };
const name = "histogramsOverTime";
const titleRoom = 20;
const axisRoom = 42;
/** Height of the highest ridge, and the space from one to the next. */
const peak = 46;
const ridge = 13;

/**
 * How the values of layers spread, epoch after epoch from back to front: ridges that narrow to a spike, wander off or widen tell of
 * vanishing, drifting and exploding weights or gradients.
 *
 * @returns an SVG document
 */
export function histogramsOverTime(layers: readonly LayerHistograms[], options: HistogramsOptions = {}): string {
  const chosen = settings(name, options, defaults);
  check(layers.length > 0, name, "there must be a layer to draw. Received none.");
  check(Number.isInteger(chosen.limit) && chosen.limit > 0, name, `limit must be a whole number above zero. Received ${chosen.limit}.`);
  for (const layer of layers) checked(layer);
  const kept = layers.map((layer) => ({ ...layer, drawn: spread(layer.histograms, chosen.limit) }));
  const ridges = Math.max(...kept.map(({ drawn }) => drawn.length));
  const gap = { x: 20, y: 12 };
  const columns = Math.max(1, Math.min(layers.length, Math.floor((chosen.width - 2 * margin + gap.x) / (220 + gap.x))));
  const tile = { width: (chosen.width - 2 * margin - (columns - 1) * gap.x) / columns, height: titleRoom + peak + (ridges - 1) * ridge + axisRoom };
  const { marks: above, bottom } = heading(chosen, "One ridge for each epoch, the first at the back.", chosen.width);
  const grid = tiles(layers.length, tile, gap, chosen.width + 0.01, bottom + 2);
  const marks = kept.flatMap((layer, i) => panel(layer.name, layer.drawn, { ...grid.place(i), ...tile }, ridges, chosen));
  const description = `Histograms of ${counted(layers.length, "layer")}: ${listed(kept.map(inWords))}.`;
  return figure({ width: chosen.width, height: grid.bottom + margin, name: "Histograms over the epochs", description }, chosen, [...above, ...marks]);
}

function checked({ name: called, histograms }: LayerHistograms): void {
  check(histograms.length > 0, name, `every layer must have a histogram. Received none of "${called}".`);
  for (const { epoch, from, to, counts } of histograms) {
    check(Number.isFinite(from) && Number.isFinite(to) && from < to, name, `a histogram must begin before it ends. Received ${from} … ${to} at epoch ${epoch} of "${called}".`);
    check(counts.length > 0 && Array.from(counts).every((count) => count >= 0 && Number.isFinite(count)), name, `counts must be numbers of at least 0, one or more. Received ${counts.length === 0 ? "none" : Array.from(counts).slice(0, 5).join(", ")} at epoch ${epoch} of "${called}".`);
  }
}

/** At most `limit` of a list, from the first to the last as evenly as they get. */
function spread(histograms: readonly Histogram[], limit: number): readonly Histogram[] {
  if (histograms.length <= limit) return histograms;
  return histograms.filter((_, i) => i === histograms.length - 1 || Math.floor((i * (limit - 1)) / (histograms.length - 1)) !== Math.floor(((i - 1) * (limit - 1)) / (histograms.length - 1)));
}

/** Share of the values per unit of x, bin by bin. */
function densities({ from, to, counts }: Histogram): readonly number[] {
  const all = Array.from(counts);
  const total = all.reduce((sum, count) => sum + count, 0);
  return all.map((count) => (total === 0 ? 0 : (count * counts.length) / (total * (to - from))));
}

function panel(called: string, drawn: readonly Histogram[], area: Area, ridges: number, { theme, xLabel }: Required<HistogramsOptions>): readonly Markup[] {
  const palette = colours(theme);
  const names = drawn.map(({ epoch }) => `${epoch}`);
  const left = area.x + widestText(names, 10) + 8;
  const plot: Area = { x: left, y: area.y + titleRoom, width: area.x + area.width - left - 4, height: peak + (ridges - 1) * ridge };
  const low = Math.min(...drawn.map(({ from }) => from));
  const high = Math.max(...drawn.map(({ to }) => to));
  const horizontal = readableAxis((count) => inside(exactAxis(low, high, count), plot.width), plot.width);
  const highest = Math.max(...drawn.flatMap(densities), Number.MIN_VALUE);
  const x = (value: number): number => plot.x + horizontal.place(value) * plot.width;
  const lines = drawn.flatMap((histogram, i): readonly Markup[] => {
    const base = plot.y + plot.height - (drawn.length - 1 - i) * ridge;
    const share = drawn.length === 1 ? 1 : i / (drawn.length - 1);
    const width = (histogram.to - histogram.from) / histogram.counts.length;
    const tops = densities(histogram).map((density, k): readonly [number, number] => [x(histogram.from + (k + 0.5) * width), base - (density / highest) * peak]);
    const outline = path([[x(histogram.from), base], ...tops, [x(histogram.to), base]], true);
    return [
      element("path", { d: outline, fill: palette.surface }),
      element("path", { d: outline, fill: palette.blue, "fill-opacity": 0.08 + 0.42 * share, stroke: palette.blue, "stroke-width": 1, "stroke-linejoin": "round" }),
    ];
  });
  // Every epoch has its number where ridges stand far enough apart for it.
  const every = Math.ceil(12 / ridge);
  return [
    label(called, { x: area.x, y: area.y + 11, weight: "bold", width: area.width, fill: palette.ink }),
    ...backdrop(horizontal, { place: () => 0, ticks: [] }, plot, theme, textWidth(xLabel, 11) > plot.width ? "" : xLabel),
    ...lines,
    ...names.flatMap((epoch, i) => (i % every === 0 ? [label(epoch, { x: left - 8, y: plot.y + plot.height - (drawn.length - 1 - i) * ridge - 3, size: 10, anchor: "end", vertical: "middle", fill: palette.muted })] : [])),
  ];
}

/** Without ticks whose numbers would leave the panel. */
function inside(axis: ReturnType<typeof exactAxis>, width: number): ReturnType<typeof exactAxis> {
  return { ...axis, ticks: axis.ticks.filter(({ value, text }) => Math.min(axis.place(value), 1 - axis.place(value)) * width + 6 >= textWidth(text, 11) / 2) };
}

function inWords({ name: called, histograms }: LayerHistograms): string {
  const told = (histogram: Histogram | undefined): string => {
    if (histogram === undefined) return "";
    const all = densities(histogram);
    const total = all.reduce((sum, density) => sum + density, 0);
    const width = (histogram.to - histogram.from) / all.length;
    const middle = all.reduce((sum, density, i) => sum + density * (histogram.from + (i + 0.5) * width), 0) / (total || 1);
    const spreads = Math.sqrt(all.reduce((sum, density, i) => sum + density * (histogram.from + (i + 0.5) * width - middle) ** 2, 0) / (total || 1));
    return `mean ${signed(Math.abs(middle) < 1e-12 ? 0 : middle)} and deviation ${figures(spreads)} at epoch ${histogram.epoch}`;
  };
  const last = histograms.length > 1 ? `, ${told(histograms.at(-1))}` : "";
  return `${called} with ${told(histograms[0])}${last}`;
}
