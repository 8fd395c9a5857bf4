import { InvalidArgumentError } from "@commander-js/extra-typings";
import { randomOf } from "@convscope/nn";
import type { NumberArray } from "@convscope/viz";

/** A grid of numbers as a person gives it: its size, which is filled by a seed, or its rows. */
export type Grid = { readonly size: readonly [rows: number, columns: number] } | { readonly rows: readonly (readonly number[])[] };

/** `5`, `5x6`, or rows such as "1 0 1; 0 1 0". */
export function grid(text: string): Grid {
  const [, rows, columns] = /^(\d+)(?:[x×](\d+))?$/.exec(text.trim()) ?? [];
  if (rows !== undefined) {
    const size = [Number(rows), Number(columns ?? rows)] as const;
    if (size.some((n) => n < 1 || n > 64)) throw new InvalidArgumentError(`Sizes must be from 1 to 64. Received "${text}".`);
    return { size };
  }
  const cells = text.split(";").map((row) => row.trim().split(/[\s,]+/).map(Number));
  if (cells.some((row) => row.length !== cells[0]?.length || !row.every(Number.isFinite))) throw new InvalidArgumentError(`It must be a size such as 5 or 5x6, or rows of equally many numbers such as "1 0 1; 0 1 0". Received "${text}".`);
  return { rows: cells };
}

/** Its numbers; those of a size are whole, from `least` to `most`. */
export function numbersIn(given: Grid, seed: number, least: number, most: number): NumberArray & { readonly rows: readonly (readonly number[])[] } {
  const random = randomOf(seed);
  const rows = "rows" in given ? given.rows : Array.from({ length: given.size[0] }, () => Array.from({ length: given.size[1] }, () => least + Math.floor(random.uniform() * (most - least + 1))));
  return { rows, shape: [rows.length, rows[0]?.length ?? 0], data: rows.flat() };
}
