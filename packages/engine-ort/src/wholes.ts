/** Whole numbers as 64-bit integers. Halves of 32 bits are written side by side: many times as fast as a BigInt for each. */
export function wholes(data: ArrayLike<number>): BigInt64Array {
  const all = new BigInt64Array(data.length);
  // The lower half comes first on every processor that ONNX Runtime is built for; it wraps by itself.
  const halves = new Int32Array(all.buffer);
  for (let i = 0; i < data.length; i++) {
    const n = data[i] ?? 0;
    halves[2 * i] = n;
    halves[2 * i + 1] = Math.floor(n / 2 ** 32);
  }
  return all;
}
