import type { Plane } from "./planes.ts";

/** `[8, 8]`: the cosines of each frequency, scaled so that the matrix times its transpose is 1. ITU-T T.81, section A.3.3. */
const cosines = Float64Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});
const backward = Float64Array.from({ length: 64 }, (_, i) => cosines[(i & 7) * 8 + (i >> 3)] as number);

/** Halves go away from zero, as in libjpeg. They are frequent, since a mean is a sum of bytes over 64, and may come out a rounding error below. */
const justHalf = 0.5 + 1e-9;

/** A plane after each 8×8 pixels were written as frequencies, these rounded to multiples of the table's `[8, 8]`, and read again. */
export function quantized({ height, width, data }: Plane, table: Float64Array): Plane {
  // Clamped, so that what is stored is rounded.
  const result = new Uint8ClampedArray(data.length);
  const [block, half] = [new Float64Array(64), new Float64Array(64)];
  for (let top = 0; top < height; top += 8)
    for (let left = 0; left < width; left += 8) {
      for (let i = 0; i < 64; i++) {
        // Beyond the image, its last row and column go on.
        const [y, x] = [Math.min(top + (i >> 3), height - 1), Math.min(left + (i & 7), width - 1)];
        block[i] = (data[y * width + x] as number) - 128;
      }
      transform(block, cosines, half);
      transform(half, cosines, block);
      for (let i = 0; i < 64; i++) {
        const times = (block[i] as number) / (table[i] as number);
        block[i] = Math.sign(times) * Math.floor(Math.abs(times) + justHalf) * (table[i] as number);
      }
      transform(block, backward, half);
      transform(half, backward, block);
      const [rows, columns] = [Math.min(8, height - top), Math.min(8, width - left)];
      for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) result[(top + y) * width + left + x] = (block[8 * y + x] as number) + 128;
    }
  return { height, width, data: new Uint8Array(result.buffer) };
}

/** The rows of `from`, `[8, 8]`, by a basis; each becomes a column of `to`, so that doing it twice does rows and columns. */
function transform(from: Float64Array, basis: Float64Array, to: Float64Array): void {
  for (let row = 0; row < 8; row++) {
    const i = 8 * row;
    const [a, b, c, d] = [from[i] as number, from[i + 1] as number, from[i + 2] as number, from[i + 3] as number];
    const [e, f, g, h] = [from[i + 4] as number, from[i + 5] as number, from[i + 6] as number, from[i + 7] as number];
    for (let j = 0; j < 64; j += 8)
      to[j + row] =
        a * (basis[j] as number) + b * (basis[j + 1] as number) + c * (basis[j + 2] as number) + d * (basis[j + 3] as number) +
        e * (basis[j + 4] as number) + f * (basis[j + 5] as number) + g * (basis[j + 6] as number) + h * (basis[j + 7] as number);
  }
}
