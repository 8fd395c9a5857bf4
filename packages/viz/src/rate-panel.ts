import { figures } from "./format.ts";
import type { EpochRow } from "./history.ts";
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

/** The learning rates of a training, and how their line looks. */
export interface RateLine {
  readonly rows: readonly RateRow[];
  readonly colour: string;
  readonly dash: string | undefined;
}

/** The learning rates of trainings, of those epochs that have one; none where none ever changes, as there is nothing to see then. */
export function ratesOf(trainings: readonly (Omit<RateLine, "rows"> & { readonly history: readonly EpochRow[] })[]): readonly RateLine[] {
  const lines = trainings.map(({ history, ...style }) => ({ ...style, rows: history.flatMap(({ epoch, learningRate }) => (learningRate == null || !Number.isFinite(learningRate) ? [] : [{ epoch, rate: learningRate }])) }));
  return lines.some(({ rows }) => rows.some(({ rate }) => rate !== rows[0]?.rate)) ? lines.filter(({ rows }) => rows.length > 0) : [];
}

/** "learning rate from 0.1 to 0.001". */
export const ratesInWords = (rows: readonly RateRow[]): string => `learning rate from ${figures(rows[0]?.rate ?? NaN)} to ${figures(rows.at(-1)?.rate ?? NaN)}`;

/** A low panel of how the learning rate went over the epochs. */
export function ratePanel(lines: readonly RateLine[], theme: ThemeName, area: Area): readonly Markup[] {
  const palette = colours(theme);
  const all = lines.flatMap(({ rows }) => rows);
  const [epochs, rates] = [all.map(({ epoch }) => epoch), all.map(({ rate }) => rate)];
  const vertical = linearAxis(0, Math.max(...rates), 3);
  const left = area.x + tickRoom(vertical);
  const plot: Area = { x: left, y: area.y + 26, width: area.x + area.width - 8 - left, height: area.height - 26 - 42 };
  const horizontal = countAxis(Math.min(...epochs), Math.max(...epochs), Math.max(2, Math.floor(plot.width / 45)));
  const pointsOf = ({ rows }: RateLine): readonly (readonly [number, number])[] => rows.map(({ epoch, rate }) => [plot.x + horizontal.place(epoch) * plot.width, plot.y + plot.height - vertical.place(rate) * plot.height] as const);
  return [
    label("Learning rate at the end of each epoch", { x: area.x, y: area.y + 11, weight: "bold", size: 12, width: area.width, fill: palette.ink }),
    ...backdrop(horizontal, vertical, plot, theme, "epoch"),
    ...lines.map((one) => element("path", { d: path(pointsOf(one)), fill: "none", stroke: one.colour, "stroke-width": 2, "stroke-dasharray": one.dash, "stroke-linejoin": "round" })),
  ];
}
