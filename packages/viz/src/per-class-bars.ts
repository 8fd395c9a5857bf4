import { figure, heading, margin } from "./figure.ts";
import { counted, grouped, percent } from "./format.ts";
import { label } from "./label.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { widestText } from "./text.ts";
import { colours } from "./theme.ts";

/** How well one class is told from the others; null and NaN: not defined, as precision is for a class never predicted. */
export interface ClassRow {
  readonly class: string;
  /** Of the samples taken for the class, the share that is of it. */
  readonly precision: number | null;
  /** Of the samples of the class, the share taken for it. */
  readonly recall: number | null;
  readonly f1: number | null;
  /** Samples of the class. */
  readonly support?: number | undefined;
}

/** How the rows are drawn. */
export interface PerClassBarsOptions extends FigureOptions {
  /** Default `given`; `f1` puts the worst class first. */
  readonly order?: "given" | "f1";
}

const defaults: Required<PerClassBarsOptions> = { title: "Per class", theme: "light", width: 760, order: "given" };
const name = "perClassBars";
const measures = ["precision", "recall", "f1"] as const;
const called = { precision: "precision", recall: "recall", f1: "F1" } as const;
const tones = { precision: "series0", recall: "series1", f1: "series2" } as const;
/** No value below it: the axis begins here. */
const zoomed = 0.9;
type Measure = (typeof measures)[number];

const value = (row: ClassRow, measure: Measure): number | undefined => {
  const found = row[measure];
  return found === null || Number.isNaN(found) ? undefined : found;
};

const shown = (share: number | undefined): string => (share === undefined ? "–" : percent(share));

function checked(rows: readonly ClassRow[], { order }: Required<PerClassBarsOptions>): void {
  check(rows.length > 0, name, "there must be a class to draw. Received none.");
  check(order === "given" || order === "f1", name, `order must be given or f1. Received "${order}".`);
  for (const row of rows) {
    for (const measure of measures) {
      const found = value(row, measure);
      check(found === undefined || (found >= 0 && found <= 1), name, `${measure} of ${row.class} must lie in 0 … 1. Received ${found}.`);
    }
  }
}

function inWords(rows: readonly ClassRow[]): string {
  const one = (row: ClassRow): string => `${row.class}: precision ${shown(value(row, "precision"))}, recall ${shown(value(row, "recall"))}, F1 ${shown(value(row, "f1"))}`;
  const worst = [...rows].sort((a, b) => (value(a, "f1") ?? 0) - (value(b, "f1") ?? 0));
  if (rows.length <= 12) return `${rows.map(one).join("; ")}.`;
  return `${counted(rows.length, "class", "classes")}. Lowest F1: ${worst.slice(0, 5).map(one).join("; ")}.`;
}

/** Where the axis begins: at 0, or where every value is at least 90 %, at 90 %, for else the bars could not be told apart. */
function axisStart(rows: readonly ClassRow[]): number {
  const values = rows.flatMap((row) => measures.map((measure) => value(row, measure)));
  return values.every((share) => share !== undefined && share >= zoomed) ? zoomed : 0;
}

/**
 * Precision, recall and F1 of each class: three bars from 0 (or, where none is below it, from 90 %) to 100 %, with the figures
 * beside them as a table.
 *
 * @returns an SVG document
 */
export function perClassBars(given: readonly ClassRow[], options: PerClassBarsOptions = {}): string {
  const chosen = settings(name, options, defaults);
  checked(given, chosen);
  const palette = colours(chosen.theme);
  const rows = chosen.order === "given" ? given : [...given].sort((a, b) => (value(a, "f1") ?? 0) - (value(b, "f1") ?? 0));
  const bar = rows.length <= 16 ? 7 : rows.length <= 40 ? 5 : 4;
  const row = 3 * bar + (rows.length <= 16 ? 9 : 4);
  const size = rows.length <= 16 ? 12 : 11;

  const supported = rows.some(({ support }) => support !== undefined);
  const heads = [...measures.map((measure) => called[measure]), ...(supported ? ["samples"] : [])];
  const column = Math.max(widestText(heads, 11, "bold"), widestText(["100.0\u00a0%", ...rows.map(({ support }) => (support === undefined ? "" : grouped(support)))], size)) + 14;
  const names = Math.min(150, Math.max(30, widestText(rows.map((one) => one.class), size)));
  const left = margin + names + 10;
  const width = Math.max(chosen.width, left + 96 + heads.length * column + margin);
  const right = width - margin - heads.length * column - 16;
  const from = axisStart(rows);
  const { marks: above, bottom } = heading(chosen, from === 0 ? "" : `The axis begins at ${percent(from, 0)}.`, width);
  const top = bottom + 22;
  const end = top + rows.length * row;
  const x = (share: number): number => left + ((share - from) / (1 - from)) * (right - left);

  const marks: Markup[] = [...above];
  const narrow = right - left < 200;
  const ticks = from === 0 ? (narrow ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]) : narrow ? [0.9, 0.95, 1] : [0.9, 0.92, 0.94, 0.96, 0.98, 1];
  for (const share of ticks) {
    marks.push(element("line", { x1: x(share), x2: x(share), y1: top - 4, y2: end, stroke: share === from ? palette.axis : palette.faint, "stroke-width": 1 }));
    marks.push(label(percent(share, 0), { x: x(share), y: top - 9, size: 11, anchor: "middle", fill: palette.muted }));
  }
  heads.forEach((text, i) => {
    const at = width - margin - (heads.length - 1 - i) * column;
    const measure = measures[i];
    if (measure !== undefined) marks.push(element("rect", { x: at - 46, y: top - 4, width: 46, height: 3, fill: palette[tones[measure]] }));
    marks.push(label(text, { x: at, y: top - 9, size: 11, weight: "bold", anchor: "end", fill: palette.ink }));
  });
  rows.forEach((one, i) => {
    const y = top + i * row;
    const middle = y + row / 2;
    marks.push(label(one.class, { x: left - 10, y: middle, size, anchor: "end", vertical: "middle", width: names, fill: palette.ink }));
    measures.forEach((measure, j) => {
      const share = value(one, measure) ?? 0;
      if (share > from) marks.push(element("rect", { x: left, y: middle + (j - 1.5) * bar, width: x(share) - left, height: bar - (bar > 4 ? 1 : 0.5), fill: palette[tones[measure]] }));
    });
    const texts = [...measures.map((measure) => shown(value(one, measure))), ...(supported ? [one.support === undefined ? "–" : grouped(one.support)] : [])];
    texts.forEach((text, j) => marks.push(label(text, { x: width - margin - (heads.length - 1 - j) * column, y: middle, size, anchor: "end", vertical: "middle", fill: palette.ink })));
  });
  return figure({ width, height: end + margin, name: "Precision, recall and F1 of each class", description: inWords(rows) }, chosen, marks);
}
