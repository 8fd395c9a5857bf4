import { classWeights, splitLabels } from "@convscope/datasets/pure";

/** How pictures are shared out among the parts. */
export interface SplitSettings {
  /** Pictures of each class. */
  readonly counts: readonly number[];
  /** Shares of the parts; they sum to 1. */
  readonly fractions: readonly number[];
  readonly seed: number;
  /** Each class by itself; else all together, as chance has it. */
  readonly stratified: boolean;
  /** What is there twice: nothing; each picture, shared out one by one; or each picture, and it stays with its copy. */
  readonly copies: "none" | "apart" | "together";
}

export interface SplitTable {
  /** `[classes][parts]`, pictures. */
  readonly counts: readonly (readonly number[])[];
  /** Of each class, what the loss is multiplied by where rare classes are to weigh as much. */
  readonly weights: readonly number[];
  /** Pictures of each part but the first whose copy lies in the first. */
  readonly leaked: readonly number[];
}

/** The most pictures that are shared out. */
const most = 20_000;

/** Numbers with anything between them: `250 250 250`. @throws RangeError where one is no whole number, or there are too many pictures. */
export function countsOf(text: string): readonly number[] {
  const counts = text.trim().split(/[\s,]+/).map(Number);
  if (counts.length > 12 || !counts.every((count) => Number.isInteger(count) && count >= 1)) throw new RangeError(`The classes must be at most 12 whole numbers of pictures, such as 250 250 250. Received "${text}".`);
  if (counts.reduce((a, b) => a + b, 0) > most) throw new RangeError(`This page shares out at most ${most} pictures. Received ${counts.reduce((a, b) => a + b, 0)}.`);
  return counts;
}

/** Percentages as shares: `70 15 15`. What they sum to, the split itself checks. */
export const fractionsOf = (text: string): readonly number[] => text.trim().split(/[\s,/]+/).map((word) => Number(word) / 100);

/** Shares pictures out and counts what came where. @throws RangeError in the words of `splitLabels`. */
export function splitTable({ counts, fractions, seed, stratified, copies }: SplitSettings): SplitTable {
  const originals = counts.flatMap((count, label) => new Array<number>(count).fill(label));
  // A picture's copy has the next place; one that stays with its copy is shared out as one.
  const labels = copies === "none" ? originals : originals.flatMap((label) => [label, label]);
  const shared = copies === "together" ? originals : labels;
  const drawn = splitLabels(stratified ? shared : shared.map(() => 0), fractions, seed);
  const parts = copies === "together" ? drawn.map((places) => Array.from(places).flatMap((place) => [2 * place, 2 * place + 1])) : drawn.map((places) => Array.from(places));
  const training = new Set(parts[0]);
  return {
    counts: counts.map((_, label) => parts.map((places) => places.filter((place) => labels[place] === label).length)),
    weights: classWeights(labels, counts.length),
    leaked: copies === "none" ? parts.slice(1).map(() => 0) : parts.slice(1).map((places) => places.filter((place) => training.has(place % 2 === 0 ? place + 1 : place - 1)).length),
  };
}
