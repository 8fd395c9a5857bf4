import { correlationSteps, poolingSteps, rowsOf } from "@convscope/core";
import type { Rows } from "./rows.ts";

/** What is looked for: a corner. */
const corner: Rows = [[1, 0, 0], [1, 0, 0], [1, 1, 1]];

/** A pattern in an empty picture, what a detector of it answers, and what pooling leaves of the answer. */
export interface Shifted {
  readonly picture: Rows;
  readonly answer: Rows;
  readonly pooled: Rows;
  /** Where the answer is greatest, counted from 0 as beside the grids. */
  readonly best: readonly [row: number, column: number];
  readonly bestPooled: readonly [row: number, column: number];
}

/** The places that a pattern of `corner`'s size has in a picture of `side` pixels. */
export const placesIn = (side: number): number => side - corner.length + 1;

/** The corner at a place, counted from 0, in a picture of `side`×`side`. */
export function shifted(row: number, column: number, side = 10): Shifted {
  const picture = Array.from({ length: side }, (_, y) => Array.from({ length: side }, (__, x) => corner[y - row]?.[x - column] ?? 0));
  const places = placesIn(side);
  const answer = rowsOf(correlationSteps(picture, corner), places);
  const pooled = rowsOf(poolingSteps(answer, "max", 2), places / 2);
  return { picture, answer, pooled, best: placeOfMost(answer), bestPooled: placeOfMost(pooled) };
}

function placeOfMost(rows: Rows): readonly [number, number] {
  const most = Math.max(...rows.flat());
  const row = rows.findIndex((line) => line.includes(most));
  return [row, rows[row]?.indexOf(most) ?? 0];
}
