import { randomOf } from "@convscope/nn";

/** A draw of dropout: what is kept, and what is passed on. */
export interface Dropped {
  readonly kept: readonly boolean[];
  readonly output: readonly number[];
}

/** Drops each value with probability `rate` and divides the others by 1 − rate; the same draw gives the same again. */
export function dropped(values: readonly number[], rate: number, draw: number): Dropped {
  const random = randomOf(1, "dropout", draw);
  const kept = values.map(() => random.uniform() >= rate);
  return { kept, output: values.map((value, i) => (kept[i] ? value / (1 - rate) : 0)) };
}

/** The mean of what is passed on, over so many draws. */
export function meanDropped(values: readonly number[], rate: number, draws: number): readonly number[] {
  const sums = values.map(() => 0);
  for (let draw = 0; draw < draws; draw++) dropped(values, rate, draw).output.forEach((value, i) => (sums[i] = (sums[i] ?? 0) + value));
  return sums.map((sum) => sum / draws);
}
