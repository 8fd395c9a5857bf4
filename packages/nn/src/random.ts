import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Numbers drawn one after another from one stream. Whoever made it is its only reader: the same seed and stream give the same numbers again. */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2⁻²⁴, so a float32 holds it exactly. */
  uniform(): number;
  /** So many uniform numbers. */
  uniforms(length: number): Float32Array;
  /** Gaussian with mean 0 and variance 1. */
  normal(): number;
  /** So many Gaussian numbers. */
  normals(length: number): Float32Array;
  /** A whole number in 0 … count − 1, each equally likely. */
  integer(count: number): number;
  /** 0 … n − 1 in random order (Fisher–Yates). */
  permutation(n: number): Uint32Array;
}

/**
 * The random numbers of a seed and a path, e.g. `randomOf(seed, "conv1.weight")` or `randomOf(seed, "dropout", step)`.
 * Paths are independent streams: what is drawn from one does not move another. Generator: xoroshiro128+.
 */
export function randomOf(seed: number, ...stream: readonly (string | number)[]): Random {
  const generator = xoroshiro128plusFromState(stateOf(seed, stream));
  // The first outputs still resemble the state.
  for (let i = 0; i < 4; i++) generator.next();
  const word = (): number => generator.next() >>> 0;
  const uniform = (): number => (word() >>> 8) / 2 ** 24;
  let spare: number | undefined;

  /** The polar method of Marsaglia and Bray (1964), which makes two at a time. */
  function normal(): number {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    let [x, y, square] = [0, 0, 0];
    while (square === 0 || square >= 1) {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    }
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    spare = y * factor;
    return x * factor;
  }

  /** Words beyond the last multiple of `count` are drawn again, as they would favour small numbers. */
  function integer(count: number): number {
    if (!Number.isSafeInteger(count) || count < 1 || count > 2 ** 32) throw new RangeError(`integer: count must be a whole number from 1 to 2³². Received ${count}.`);
    const limit = 2 ** 32 - (2 ** 32 % count);
    let drawn = word();
    while (drawn >= limit) drawn = word();
    return drawn % count;
  }

  return {
    uniform,
    uniforms: (length) => filled(length, uniform),
    normal,
    normals: (length) => filled(length, normal),
    integer,
    permutation(n) {
      const order = Uint32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = integer(i + 1);
        const kept = order[i] ?? 0;
        order[i] = order[j] ?? 0;
        order[j] = kept;
      }
      return order;
    },
  };
}

/** A 32-bit hash of a text and a salt: FNV-1a over its UTF-16 units, then the finaliser of MurmurHash3. */
export function hashOf(text: string, salt = 0): number {
  let hash = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Four words that all depend on the whole seed and path. JSON tells ["a", 1] from ["a1"]. */
function stateOf(seed: number, stream: readonly (string | number)[]): number[] {
  const text = JSON.stringify([seed, ...stream]);
  const state = [0x9e3779b9, 0x7f4a7c15, 0xbf58476d, 0x94d049bb].map((salt) => hashOf(text, salt) | 0);
  // Zeros would give only zeros.
  return state.every((word) => word === 0) ? [1, 0, 0, 0] : state;
}

function filled(length: number, next: () => number): Float32Array {
  const numbers = new Float32Array(length);
  for (let i = 0; i < length; i++) numbers[i] = next();
  return numbers;
}
