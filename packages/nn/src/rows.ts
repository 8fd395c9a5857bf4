import type { NdArray } from "./array.ts";

/** Rows `from` to `to` of the first axis, without a copy. */
export function rows({ shape, data }: NdArray, from: number, to: number): NdArray {
  const row = shape.slice(1).reduce((a, b) => a * b, 1);
  return { shape: [to - from, ...shape.slice(1)], data: data.subarray(from * row, to * row) };
}

/** Arrays one after the other along the first axis. */
export function concatenateRows(parts: readonly NdArray[]): NdArray {
  const [first] = parts;
  if (first === undefined) return { shape: [0], data: new Float32Array() };
  const total = parts.reduce((sum, { data }) => sum + data.length, 0);
  const data = parts.some((part) => part.data instanceof Float32Array) ? new Float32Array(total) : new Int32Array(total);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { shape: [parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0), ...first.shape.slice(1)], data };
}
