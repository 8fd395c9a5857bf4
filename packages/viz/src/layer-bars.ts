import { product, summarize } from "@convscope/core";
import type { Graph } from "@convscope/core";
import { figure, heading, margin } from "./figure.ts";
import { compact, counted, listed, percent } from "./format.ts";
import { label } from "./label.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { widestText } from "./text.ts";
import { colours } from "./theme.ts";

/** How the bars are drawn. */
export interface LayerBarsOptions extends FigureOptions {
  /** Most rows; what has the least of everything is summed up in a last one. Default 40. */
  readonly limit?: number;
}

const defaults: Required<LayerBarsOptions> = { title: "", theme: "light", width: 760, limit: 40 };
const name = "layerBars";
const row = 17;
const gap = 18;

/** Bytes of a number in float32. */
const bytes = 4;

interface Row {
  readonly called: string;
  /** Several layers together, which have no bar: it would dwarf those of single ones. */
  readonly together?: boolean;
  readonly amounts: readonly [params: number, macs: number, memory: number];
}

const measures = [
  { title: "Parameters", unit: "", colour: "blue" },
  { title: "MACs", unit: "", colour: "red" },
  { title: "Output in float32", unit: "B", colour: "series2" },
] as const;

/**
 * Where a network's parameters, its work and its memory are: three bars for each layer, by core's counts for one sample. Layers that
 * have none of the first two are left out.
 *
 * @returns an SVG document
 */
export function layerBars(graph: Graph, options: LayerBarsOptions = {}): string {
  const chosen = settings(name, options, { ...defaults, title: `Parameters, MACs and memory of ${graph.name}` });
  check(Number.isInteger(chosen.limit) && chosen.limit > 1, name, `limit must be a whole number above one. Received ${chosen.limit}.`);
  const summary = summarize(graph);
  const all = summary.layers.map(({ name: called, params, macs, outputShape }): Row => ({ called, amounts: [params, macs, product(outputShape) * bytes] })).filter(({ amounts: [params, macs] }) => params > 0 || macs > 0);
  check(all.length > 0, name, `the graph must have a layer with parameters or MACs. Received ${graph.name} with none in ${counted(graph.nodes.length, "node")}.`);
  const totals = measures.map((_, k) => all.reduce((sum, { amounts }) => sum + (amounts[k] ?? 0), 0));
  const rows = shortened(all, totals, chosen.limit);
  const greatest = measures.map((_, k) => Math.max(...rows.map(({ amounts, together }) => (together === true ? 0 : (amounts[k] ?? 0))), 1));
  const palette = colours(chosen.theme);
  const written = (amount: number, k: number): string => {
    const unit = measures[k]?.unit ?? "";
    const text = compact(amount);
    return unit === "" ? text : `${text}${text.includes("\u00a0") ? "" : "\u00a0"}${unit}`;
  };
  const names = Math.min(170, chosen.width * 0.3, widestText(rows.map(({ called }) => called), 11));
  const column = (chosen.width - 2 * margin - names - gap * measures.length) / measures.length;
  const left = (k: number): number => margin + names + gap + k * (column + gap);
  const said = `${counted(all.length, "layer")} with parameters or MACs; ${compact(summary.params)} parameters and ${compact(summary.macs)} MACs for one sample. The outputs of all ${counted(summary.layers.length, "layer")} take ${written(summary.layers.reduce((sum, { outputShape }) => sum + product(outputShape) * bytes, 0), 2)}.`;
  const { marks: above, bottom } = heading(chosen, said, chosen.width);
  const top = bottom + 26;
  const values = measures.map((_, k) => Math.min(column * 0.6, widestText(rows.map(({ amounts }) => written(amounts[k] ?? 0, k)), 11)));
  const marks = rows.flatMap(({ called, amounts, together = false }, i): readonly Markup[] => {
    const y = top + i * row;
    return [
      label(called, { x: margin + names, y: y + row / 2, size: 11, anchor: "end", vertical: "middle", width: names, fill: together ? palette.muted : palette.ink }),
      ...measures.flatMap(({ colour }, k): readonly Markup[] => {
        const amount = amounts[k] ?? 0;
        const text = written(amount, k);
        const size = together ? 0 : (amount / (greatest[k] ?? 1)) * (column - (values[k] ?? 0) - 6);
        return [
          ...(amount === 0 || together ? [] : [element("rect", { x: left(k), y: y + 3, width: Math.max(0.5, size), height: row - 6, fill: palette[colour] })]),
          label(text, { x: left(k) + size + 5, y: y + row / 2, size: 11, vertical: "middle", width: column - size - 5, fill: amount === 0 || together ? palette.muted : palette.ink }),
        ];
      }),
    ];
  });
  const heads = measures.map(({ title }, k) => label(title, { x: left(k), y: top - 9, size: 11, weight: "bold", width: column + gap - 4, fill: palette.ink }));
  const lines = measures.map((_, k) => element("line", { x1: left(k), x2: left(k), y1: top - 2, y2: top + rows.length * row, stroke: palette.axis, "stroke-width": 1 }));
  const leaders = measures.slice(0, 2).map(({ title }, k) => {
    const first = all.reduce((best, one) => ((one.amounts[k] ?? 0) > (best.amounts[k] ?? 0) ? one : best), all[0] ?? { called: "", amounts: [0, 0, 0] });
    return `${k === 0 ? `Most ${title.toLowerCase()}` : `most ${title}`} in ${first.called} (${percent((first.amounts[k] ?? 0) / ((totals[k] ?? 0) || 1))})`;
  });
  return figure({ width: chosen.width, height: top + rows.length * row + margin, name: "Parameters, MACs and memory per layer", description: `${said} ${listed(leaders)}.` }, chosen, [...above, ...heads, ...lines, ...marks]);
}

/** The rows that matter most in one way at least, in the order of the network, and the others together. */
function shortened(rows: readonly Row[], totals: readonly number[], limit: number): readonly Row[] {
  if (rows.length <= limit) return rows;
  const weight = ({ amounts }: Row): number => Math.max(...amounts.map((amount, k) => amount / ((totals[k] ?? 0) || 1)));
  const kept = new Set(rows.toSorted((a, b) => weight(b) - weight(a)).slice(0, limit - 1));
  const others = rows.filter((one) => !kept.has(one));
  const sum = (k: number): number => others.reduce((total, { amounts }) => total + (amounts[k] ?? 0), 0);
  return [...rows.filter((one) => kept.has(one)), { called: `${others.length} others`, together: true, amounts: [sum(0), sum(1), sum(2)] }];
}
