/** What one row or column of a resized image is mixed from: `low` and `high` of the other's, so much of `high`. */
export interface Tap {
  /** −1 where the image has nothing, and another value stands; −2 for zero. */
  readonly low: number;
  readonly high: number;
  readonly part: number;
}

/** Taps as the kernels read them, 12 bytes each. */
export function tapWords(taps: readonly Tap[]): Int32Array {
  const words = new Int32Array(3 * taps.length);
  const parts = new Float32Array(words.buffer);
  taps.forEach(({ low, high, part }, i) => {
    words[3 * i] = low;
    words[3 * i + 1] = high;
    parts[3 * i + 2] = part;
  });
  return words;
}
