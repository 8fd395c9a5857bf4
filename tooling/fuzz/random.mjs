/**
 * What chance is asked for: the same seed gives the same answers in the same order.
 *
 * @typedef {object} Random
 * @property {(count: number) => number} below a whole number from 0 to count − 1
 * @property {(likely: number) => boolean} chance
 * @property {<T>(list: readonly T[]) => T} pick
 */

/** A stream of numbers from a text (FNV-1a for the start, then Steele's SplitMix with 32 bits). @param {string} seed @returns {Random} */
export function randomOf(seed) {
  let state = 0x811c9dc5;
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return (bits ^ (bits >>> 15)) >>> 0;
  };
  return {
    below: (count) => Math.floor((next() / 2 ** 32) * count),
    chance: (likely) => next() < likely * 2 ** 32,
    pick(list) {
      const found = list[Math.floor((next() / 2 ** 32) * list.length)];
      if (found === undefined) throw new RangeError("There is nothing to pick from.");
      return found;
    },
  };
}
