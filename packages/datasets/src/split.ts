import { checkCount, checkSeed } from "./check.ts";
import { randomFor, shuffle } from "./random.ts";

/** The places `0 … count - 1` in an order drawn from the seed. */
export function shuffled(count: number, seed: number): Uint32Array {
  checkCount("shuffled", "count", count);
  return shuffle(randomFor(checkSeed("shuffled", seed), 0x5eed), Uint32Array.from({ length: count }, (_, i) => i));
}

/** Places in a split, in ascending order; no place is in both. */
export interface HoldOut {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Holds a fraction of the samples out for validation, of every class the same share ("stratified"): the nearest whole number for each class,
 * such that all together are the nearest whole number for the set (largest remainders). The choice depends on labels, fraction and seed only.
 */
export function holdOut(labels: ArrayLike<number>, fraction: number, seed: number): HoldOut {
  if (!(fraction >= 0 && fraction < 1)) throw new RangeError(`holdOut: the fraction must be at least 0 and less than 1. Received ${fraction}.`);
  checkSeed("holdOut", seed);
  const classes = placesByClass(labels);
  const quotas = classes.map(([, list]) => list.length * fraction);
  const counts = quotas.map(Math.floor);
  let left = Math.round(labels.length * fraction) - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = quotas.map((quota, i) => ({ i, remainder: quota - Math.floor(quota) })).sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder) {
    if (left-- <= 0) break;
    counts[i] = (counts[i] as number) + 1;
  }
  const held = new Uint8Array(labels.length);
  for (const [i, [label, list]] of classes.entries()) {
    for (const place of shuffle(randomFor(seed, 0x401d, label), [...list]).slice(0, counts[i])) held[place] = 1;
  }
  const all = Uint32Array.from({ length: labels.length }, (_, i) => i);
  return { train: all.filter((i) => held[i] === 0), validation: all.filter((i) => held[i] === 1) };
}

/**
 * Parts the samples by these fractions, of every class the same shares ("stratified"): `splitLabels(labels, [0.7, 0.15, 0.15], 1)` gives the
 * places for training, validation and test. Each part has the nearest whole number of samples (largest remainders), and of each class its
 * share to within one sample. The choice depends on labels, fractions and seed only.
 *
 * @returns one list of places for each fraction, ascending; every place is in exactly one.
 * @throws RangeError if the fractions are not positive or do not sum to 1.
 */
export function splitLabels(labels: ArrayLike<number>, fractions: readonly number[], seed: number): Uint32Array[] {
  const sum = fractions.reduce((total, fraction) => total + fraction, 0);
  if (!fractions.every((fraction) => fraction > 0) || !(Math.abs(sum - 1) < 1e-6)) {
    throw new RangeError(`splitLabels: the fractions must be positive and sum to 1, as 0.7, 0.15, 0.15 do. Received ${fractions.join(", ") || "none"}, which sum to ${sum}.`);
  }
  checkSeed("splitLabels", seed);
  const classes = placesByClass(labels);
  const whole = wholeShares(classes.map(([, places]) => places.length), fractions);
  const partOf = new Uint32Array(labels.length);
  for (const [i, [label, places]] of classes.entries()) {
    const drawn = shuffle(randomFor(seed, 0x5b17, label), places);
    let at = 0;
    for (const [part, count] of (whole[i] as number[]).entries()) {
      for (const place of drawn.slice(at, at + count)) partOf[place] = part;
      at += count;
    }
  }
  const parts: number[][] = fractions.map(() => []);
  for (const [place, part] of partOf.entries()) parts[part]?.push(place);
  return parts.map((places) => Uint32Array.from(places));
}

/**
 * Parts the samples into k folds, stratified as by `splitLabels`, and gives k ways to train: the i-th leaves fold i out for validation.
 * The folds' sizes differ by at most one.
 *
 * @throws RangeError unless k is a whole number from 2 to the number of samples.
 */
export function kFold(labels: ArrayLike<number>, k: number, seed: number): HoldOut[] {
  if (!Number.isInteger(k) || k < 2 || k > labels.length) {
    throw new RangeError(`kFold: k must be a whole number from 2 to the number of samples, ${labels.length}. Received ${k}.`);
  }
  const folds = splitLabels(labels, Array.from({ length: k }, () => 1 / k), seed);
  return folds.map((validation) => {
    const held = new Set(validation);
    return { train: Uint32Array.from({ length: labels.length }, (_, i) => i).filter((i) => !held.has(i)), validation };
  });
}

/** The places of each label, labels ascending. */
function placesByClass(labels: ArrayLike<number>): [label: number, places: number[]][] {
  const places = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    const list = places.get(label);
    if (list === undefined) places.set(label, [i]);
    else list.push(i);
  }
  return [...places].sort(([a], [b]) => a - b);
}

/**
 * How many samples of each class go into each part `[classes][parts]`: rows sum to the classes' sizes, columns to the parts' nearest whole
 * sizes. Each class first gives every part the whole of its share; what is left over, fewer than there are parts, goes to the parts that
 * still lack most, one sample each. That this always works out is the theorem of Gale and Ryser on tables of zeros and ones.
 */
function wholeShares(sizes: readonly number[], fractions: readonly number[]): number[][] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  // One third of three must not become 0 by a rounding error.
  const floor = (share: number): number => Math.floor(share + 1e-9);
  const lacking = fractions.map((fraction) => floor(all * fraction));
  const most = (order: (part: number) => number, count: number): number[] => fractions.map((_, part) => part).sort((a, b) => order(b) - order(a) || a - b).slice(0, count);
  const over = all - lacking.reduce((sum, count) => sum + count, 0);
  for (const part of most((i) => all * (fractions[i] as number) - (lacking[i] as number), over)) lacking[part] = (lacking[part] as number) + 1;
  const table = sizes.map((size) => fractions.map((fraction) => floor(size * fraction)));
  for (const row of table) for (const [part, count] of row.entries()) lacking[part] = (lacking[part] as number) - count;
  for (const [i, row] of table.entries()) {
    const left = (sizes[i] as number) - row.reduce((sum, count) => sum + count, 0);
    for (const part of most((p) => lacking[p] as number, left)) {
      row[part] = (row[part] as number) + 1;
      lacking[part] = (lacking[part] as number) - 1;
    }
  }
  return table;
}
