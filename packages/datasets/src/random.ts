import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random 32-bit integers. It is the one mutable thing here, and it is always handed over by its caller. */
export interface Random {
  next(): number;
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * The stream that belongs to a seed and a path of integers, such as (seed, split, sample).
 * All 128 bits of state depend on all of them, so that no two of a million samples share a stream.
 */
export function randomFor(seed: number, ...path: readonly number[]): Random {
  const words = [0x9e3779b9, 0x7f4a7c15, 0xbf58476d, 0x94d049bb].map((salt) => {
    let word = mix(seed ^ salt) ^ mix(Math.floor(seed / 2 ** 32) + salt);
    for (const step of path) word = mix(Math.imul(word, 31) + step + salt);
    return word;
  });
  // A state of only zeros would give only zeros.
  if (!words.some(Boolean)) words[0] = 1;
  const generator = xoroshiro128plusFromState(words);
  generator.next();
  return generator;
}

/** Uniform in `[low, high)`. */
export function uniform(random: Random, low = 0, high = 1): number {
  return low + ((random.next() >>> 0) / 2 ** 32) * (high - low);
}

/** A uniform integer in `0 … count - 1`. */
export function integer(random: Random, count: number): number {
  return Math.floor(uniform(random) * count);
}

/**
 * Bell-shaped around zero with the given standard deviation, and never beyond 2√3 ≈ 3.5 of them:
 * the sum of four uniforms (Irwin–Hall). Bounded on purpose, so that no sample is a freak, and without logarithms.
 */
export function bell(random: Random, deviation = 1): number {
  const sum = uniform(random) + uniform(random) + uniform(random) + uniform(random);
  return (sum - 2) * Math.sqrt(3) * deviation;
}

/** One entry of a list, each as likely as its weight. */
export function pick<T>(random: Random, list: readonly T[], weight: (entry: T) => number = () => 1): T {
  let rest = uniform(random) * list.reduce((sum, entry) => sum + weight(entry), 0);
  for (const entry of list) {
    rest -= weight(entry);
    if (rest < 0) return entry;
  }
  const last = list.at(-1);
  if (last === undefined) throw new RangeError("pick: the list must not be empty.");
  return last;
}

/** Shuffles in place (Fisher–Yates) and returns the same array. */
export function shuffle<T extends Uint32Array | number[]>(random: Random, array: T): T {
  for (let i = array.length - 1; i > 0; i--) {
    const j = integer(random, i + 1);
    const kept = array[i] as number;
    array[i] = array[j] as number;
    array[j] = kept;
  }
  return array;
}
