import { figure, heading, margin } from "./figure.ts";
import { listed, signed } from "./format.ts";
import { label } from "./label.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { apart } from "./panel.ts";
import type { Area } from "./picture.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth, widestText, wrapText } from "./text.ts";
import { colours } from "./theme.ts";

/** Who won a year, or came close. */
export interface Winner {
  readonly year: number;
  readonly name: string;
  /** Share of wrong answers, 0 … 1. */
  readonly error: number;
  /** Layers with weights; left out of what is no single network. */
  readonly depth?: number;
}

/** How winners are drawn. */
export interface WinnersOptions extends FigureOptions {
  /** Whose errors are wrong answers. */
  readonly errorLabel?: string;
  /** Errors to compare with, such as that of a person. */
  readonly references?: readonly { readonly name: string; readonly error: number }[];
}

const defaults: Required<WinnersOptions> = { title: "Winners over the years", theme: "light", width: 760, errorLabel: "Error, %", references: [] };
const name = "winners";
const errorHeight = 190;
const depthHeight = 120;
const titleRoom = 40;
/** Least room of a winner, so that its year can be read. */
const narrowest = 38;

/**
 * The errors of a contest's winners over the years as bars, and below them how deep their networks were.
 *
 * @returns an SVG document
 */
export function winners(rows: readonly Winner[], options: WinnersOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const { references, theme } = chosen;
  check(rows.length > 0, name, "there must be a winner to draw. Received none.");
  for (const { name: of, error } of [...rows, ...references]) check(error >= 0 && error <= 1, name, `error must be a share in 0 … 1. Received ${error} of "${of}".`);
  for (const { name: of, depth } of rows) check(depth === undefined || (depth > 0 && Number.isFinite(depth)), name, `depth must be above zero. Received ${depth} of "${of}".`);
  const palette = colours(theme);
  const told = references.map((one) => `${one.name}: ${written(one.error)}`);
  const aside = references.length === 0 ? 0 : Math.min(130, widestText(told, 11)) + 10;
  const plotWidth = Math.max(chosen.width - 2 * margin - aside, rows.length * narrowest);
  const width = plotWidth + 2 * margin + aside;
  const step = plotWidth / rows.length;
  const names = rows.map((one) => wrapText(one.name, 11, step - 4, 2));
  const nameLines = Math.max(...names.map(({ length }) => length));
  const { marks: above, bottom } = heading(chosen, "", width);
  const errors: Area = { x: margin, y: bottom + titleRoom, width: plotWidth, height: errorHeight };
  const between = nameLines * 14 + 26;
  const deep = rows.some(({ depth }) => depth !== undefined);
  const depths: Area = { ...errors, y: errors.y + errorHeight + between + titleRoom, height: depthHeight };
  const most = Math.max(...[...rows, ...references].map(({ error }) => error), 1e-9);
  const deepest = Math.max(...rows.map(({ depth = 0 }) => depth), 1);
  const heights = references.map(({ error }) => errors.y + errors.height * (1 - error / most));
  const places = apart(heights, 14, errors.y + 4, errors.y + errors.height);
  const [errorBars, errorTexts] = bars(rows.map(({ error }) => ({ share: error / most, text: signed(error * 100) })), errors, chosen.errorLabel, palette.blue, chosen);
  const marks = [
    ...errorBars,
    ...references.flatMap((_, i): readonly Markup[] => [
      element("line", { x1: errors.x, x2: errors.x + errors.width, y1: heights[i] ?? 0, y2: heights[i] ?? 0, stroke: palette.red, "stroke-width": 1.2, "stroke-dasharray": "5 4" }),
      label(told[i] ?? "", { x: errors.x + errors.width + 8, y: places[i] ?? 0, size: 11, vertical: "middle", width: aside - 8, fill: palette.red }),
    ]),
    ...errorTexts,
    ...rows.flatMap(({ year }, i) => {
      const x = errors.x + (i + 0.5) * step;
      const top = errors.y + errors.height + 14;
      return [
        label(`${year}`, { x, y: top, size: 11, anchor: "middle", width: step - 2, fill: palette.muted }),
        ...(names[i] ?? []).map((line, k) => label(line, { x, y: top + (k + 1) * 14, size: 11, anchor: "middle", width: step - 4, fill: palette.ink })),
      ];
    }),
    ...(deep ? bars(rows.map(({ depth }) => (depth === undefined ? undefined : { share: depth / deepest, text: `${depth}` })), depths, "Depth: layers with weights", palette.series2, chosen).flat() : []),
  ];
  const height = (deep ? depths.y + depths.height + 8 : errors.y + errors.height + between) + margin;
  const description = `${listed(rows.map(({ year, name: of, error, depth }) => `${year} ${of} with ${written(error)}${depth === undefined ? "" : ` and ${depth} layers`}`))}${references.length === 0 ? "" : `; to compare: ${listed(told)}`}.`;
  return figure({ width, height, name: "Winners over the years", description }, chosen, [...above, ...marks]);
}

const written = (share: number): string => `${signed(share * 100)}\u00a0%`;

/** Bars on a line, and their values, each above its bar on a ground of its own; a dash where there is none. */
function bars(values: readonly ({ readonly share: number; readonly text: string } | undefined)[], area: Area, title: string, fill: string, { theme }: Required<FigureOptions>): readonly [bars: readonly Markup[], texts: readonly Markup[]] {
  const palette = colours(theme);
  const step = area.width / values.length;
  const bottom = area.y + area.height;
  const wide = Math.min(44, step * 0.6);
  const placed = values.map((value, i) => ({ value, x: area.x + (i + 0.5) * step, size: (value?.share ?? 0) * area.height }));
  return [
    [
      label(title, { x: area.x, y: area.y - 26, weight: "bold", width: area.width, fill: palette.ink }),
      ...placed.flatMap(({ value, x, size }) => (value === undefined ? [] : [element("rect", { x: x - wide / 2, y: bottom - size, width: wide, height: size, fill })])),
      element("line", { x1: area.x, x2: area.x + area.width, y1: bottom, y2: bottom, stroke: palette.axis, "stroke-width": 1 }),
    ],
    placed.flatMap(({ value, x, size }) => {
      const text = value?.text ?? "–";
      const room = textWidth(text, 11, "bold");
      if (room > step) return [];
      return [
        element("rect", { x: x - room / 2 - 1, y: bottom - size - 15, width: room + 2, height: 13, fill: palette.surface }),
        label(text, { x, y: bottom - size - 5, size: 11, weight: "bold", anchor: "middle", fill: value === undefined ? palette.muted : palette.ink }),
      ];
    }),
  ];
}
