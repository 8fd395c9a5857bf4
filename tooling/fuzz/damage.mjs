/** @typedef {import("./random.mjs").Random} Random */

/**
 * One way to damage a file; the bytes given are its own. `others` are good files of the same kind.
 *
 * @typedef {(bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array} Damage
 */

/** @param {readonly Uint8Array[]} parts @returns {Uint8Array} */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {number} count @param {Random} random */
const noise = (count, random) => Uint8Array.from({ length: count }, () => random.below(256));

/** A place and a length within a file; short ones are likelier, as fields are short. @param {Uint8Array} bytes @param {Random} random @returns {readonly [from: number, to: number]} */
function stretch({ length }, random) {
  const most = random.chance(0.7) ? Math.min(16, length) : length;
  const size = random.below(most + 1);
  const from = random.below(length - size + 1);
  return [from, from + size];
}

/** Numbers at the ends of what 1, 2, 4 and 8 bytes hold, and of what JavaScript counts exactly. */
const extremes = [0n, -1n, 1n, 0x7fn, 0x80n, 0xffn, 0x7fffn, 0x8000n, 0xffffn, 0x10000n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 0x100000000n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n];

/** @type {readonly Damage[]} */
const kinds = [
  function flippedBits(bytes, random) {
    for (let left = 1 + random.below(8); left > 0; left--) {
      const at = random.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    }
    return bytes;
  },
  function cutOff(bytes, random) {
    const at = random.below(bytes.length + 1);
    return random.chance(0.8) ? bytes.slice(0, at) : bytes.slice(at);
  },
  function randomBytes(bytes, random) {
    const [from, to] = stretch(bytes, random);
    bytes.set(noise(to - from, random), from);
    return bytes;
  },
  function swappedBlocks(bytes, random) {
    const [a, b, c, d] = Array.from({ length: 4 }, () => random.below(bytes.length + 1)).sort((x, y) => x - y);
    return joined(bytes.subarray(0, a), bytes.subarray(c, d), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(d));
  },
  function extremeNumber(bytes, random) {
    const size = Math.min(random.pick([1, 2, 4, 8]), bytes.length);
    const value = new Uint8Array(8);
    new DataView(value.buffer).setBigUint64(0, BigInt.asUintN(64, random.pick(extremes)), true);
    const number = value.subarray(0, size);
    bytes.set(random.chance(0.5) ? number : number.reverse(), random.below(bytes.length - size + 1));
    return bytes;
  },
  function numberNearby(bytes, random) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) + random.pick([-2, -1, 1, 2]);
    return bytes;
  },
  function spliced(bytes, random, others) {
    const other = random.pick(others);
    return joined(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1)));
  },
  function repeated(bytes, random) {
    const [from, to] = stretch(bytes, random);
    const times = random.chance(0.9) ? 1 : Math.min(1_000, Math.floor(100_000 / (to - from + 1)));
    return joined(bytes.subarray(0, to), ...Array.from({ length: times }, () => bytes.subarray(from, to)), bytes.subarray(to));
  },
  function leftOut(bytes, random) {
    const [from, to] = stretch(bytes, random);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  function zeros(bytes, random) {
    return bytes.fill(0, ...stretch(bytes, random));
  },
];

/** A good file, damaged in one way or several; once in fifty nothing but random bytes. @param {readonly Uint8Array[]} good @param {Random} random */
export function damaged(good, random) {
  if (random.chance(0.02)) return noise(random.below(300), random);
  /** @type {Uint8Array} */
  let bytes = random.pick(good).slice();
  do bytes = bytes.length === 0 ? noise(1 + random.below(20), random) : random.pick(kinds)(bytes, random, good);
  while (random.chance(0.4));
  return bytes;
}
