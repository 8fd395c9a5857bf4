import { placeOf, type Album } from "./album.ts";
import { explanations, type FindingKind } from "./explanations.ts";
import type { Example, Finding, Severity } from "./report.ts";

/** How many pictures an example shows at most. */
const mostTogether = 8;

/** A finding with the words that belong to its kind; nothing if it is about nothing. */
export function finding(kind: FindingKind, severity: Severity, count: number, examples: readonly Example[], examplesWanted: number): readonly Finding[] {
  if (count === 0) return [];
  const { title, explanation, wayOut } = explanations[kind];
  return [{ kind, severity, count, title: title(count), explanation, wayOut, examples: examples.slice(0, examplesWanted) }];
}

/** An example of some pictures of an album. */
export const example = (album: Album, places: readonly number[], detail: string): Example => ({ pictures: places.slice(0, mostTogether).map((i) => placeOf(album, i)), detail });

/** The number in the middle of a list, 0 of none; of an even number of them the lower one of the two. */
export function median(numbers: ArrayLike<number>): number {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}
