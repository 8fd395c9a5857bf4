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
  const places = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    const list = places.get(label);
    if (list === undefined) places.set(label, [i]);
    else list.push(i);
  }
  const classes = [...places].sort(([a], [b]) => a - b);
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
