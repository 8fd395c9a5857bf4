import { inputShape } from "@convscope/core";
import { models, type ModelRow, type Published } from "@convscope/models";
import type { Bubble } from "@convscope/viz";

/** Which of several trained weights of one net are meant: those that its source takes today, or the first it published. */
export type Weights = "newest" | "first";
export type Guesses = "top1" | "top5";

/** A model with the accuracy that its source states for one crop of the size that its MACs are counted for. */
export interface Measured {
  readonly row: ModelRow;
  readonly weights: Published;
  /** Percent. */
  readonly accuracy: number;
}

/** What a row's accuracy is, where it is known at the size of its default input. */
export function measuredOf(row: ModelRow, weights: Weights = "newest", guesses: Guesses = "top1"): Measured | undefined {
  const [side] = inputShape(Object.values(row.inputs)[0] ?? []);
  const fitting = (row.published ?? []).filter((one) => one.crop === side && one[guesses] !== undefined);
  // The usual stand first, the oldest last.
  const chosen = weights === "newest" ? fitting[0] : (fitting.find(({ version }) => version.endsWith("_V1")) ?? fitting.at(-1));
  const accuracy = chosen?.[guesses];
  return chosen === undefined || accuracy === undefined ? undefined : { row, weights: chosen, accuracy };
}

/** All models whose accuracy on ImageNet is known. */
export const measured = (weights: Weights = "newest", guesses: Guesses = "top1"): readonly Measured[] => models.flatMap((row) => measuredOf(row, weights, guesses) ?? []);

/** The families of them, in the zoo's order. */
export const measuredFamilies: readonly string[] = [...new Set(measured().map(({ row }) => row.family))];

export const bubbleOf = ({ row, accuracy }: Measured): Bubble => ({ name: row.name, macs: row.macs, params: row.params, accuracy: accuracy / 100, family: row.family });

/** 1.82 G, 25.6 M: three digits with a unit. */
export function shortCount(value: number): string {
  const power = value >= 1e9 ? 3 : value >= 1e6 ? 2 : value >= 1e3 ? 1 : 0;
  return power === 0 ? String(value) : `${Number((value / 1000 ** power).toPrecision(3))} ${["", "k", "M", "G"][power]}`;
}
