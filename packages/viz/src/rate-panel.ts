import { figures } from "./format.ts";
import { label } from "./label.ts";
import { backdrop, countAxis, linearAxis, tickRoom } from "./panel.ts";
import type { Area } from "./picture.ts";
import { element, path } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { colours } from "./theme.ts";
import type { ThemeName } from "./theme.ts";

/** The learning rate that an epoch ended with. */
export interface RateRow {
  readonly epoch: number;
  readonly rate: number;
}

/** The learning rates of a history, of those epochs that have one; none where it never changes, as there is nothing to see then. */
export function ratesOf(history: readonly { readonly epoch: number; readonly learningRate?: number | null | undefined }[]): readonly RateRow[] {
  const rows = history.flatMap(({ epoch, learningRate }) => (learningRate == null || !Number.isFinite(learningRate) ? [] : [{ epoch, rate: learningRate }]));
  return rows.some(({ rate }) => rate !== rows[0]?.rate) ? rows : [];
}

/** "learning rate from 0.1 to 0.001". */
export const ratesInWords = (rows: readonly RateRow[]): string => `learning rate from ${figures(rows[0]?.rate ?? NaN)} to ${figures(rows.at(-1)?.rate ?? NaN)}`;

/** A low panel of how the learning rate went over the epochs. */
export function ratePanel(rows: readonly RateRow[], theme: ThemeName, area: Area): readonly Markup[] {
  const palette = colours(theme);
  const [epochs, rates] = [rows.map(({ epoch }) => epoch), rows.map(({ rate }) => rate)];
  const vertical = linearAxis(0, Math.max(...rates), 3);
  const left = area.x + tickRoom(vertical);
  const plot: Area = { x: left, y: area.y + 26, width: area.x + area.width - 8 - left, height: area.height - 26 - 42 };
  const horizontal = countAxis(Math.min(...epochs), Math.max(...epochs), Math.max(2, Math.floor(plot.width / 45)));
  const points = rows.map(({ epoch, rate }) => [plot.x + horizontal.place(epoch) * plot.width, plot.y + plot.height - vertical.place(rate) * plot.height] as const);
  return [
    label("Learning rate at the end of each epoch", { x: area.x, y: area.y + 11, weight: "bold", size: 12, width: area.width, fill: palette.ink }),
    ...backdrop(horizontal, vertical, plot, theme, "epoch"),
    element("path", { d: path(points), fill: "none", stroke: palette.axis, "stroke-width": 2, "stroke-linejoin": "round" }),
  ];
}
