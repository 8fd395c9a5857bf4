/** `[8, 8]`: what coefficients of brightness are divided by, the lowest frequencies first. ITU-T T.81, table K.1. */
const luma = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** The same for colour: table K.2. What is not listed is 99. */
const chroma = [17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99, ...Array.from({ length: 32 }, () => 99)];

/** Larger divisors for a lower quality, 1 … 100: the tables themselves at 50, by libjpeg's rule. */
function scaled(table: readonly number[], quality: number): Float64Array {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return Float64Array.from(table, (divisor) => Math.max(1, Math.min(255, Math.floor((divisor * percent + 50) / 100))));
}

export const lumaTable = (quality: number): Float64Array => scaled(luma, quality);
export const chromaTable = (quality: number): Float64Array => scaled(chroma, quality);
