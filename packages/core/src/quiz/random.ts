/** Numbers that look drawn and are the same for the same seed: enough for exercises, not for training. */
export interface Random {
  /** From 0 up to, but not, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
}

/** Draws from a seed: a counter of odd steps whose bits are mixed by multiplying and shifting. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let bits = state;
    bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return { next, whole, pick: (list) => list[whole(0, list.length - 1)] ?? list[0] };
}

/** A seed out of another and a text, so that each exercise of a sheet has its own. */
export function seedOf(seed: number, text: string): number {
  let bits = seed >>> 0;
  for (const c of text) bits = Math.imul(bits ^ (c.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return bits;
}
