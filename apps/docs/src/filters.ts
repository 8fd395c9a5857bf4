import { correlationSteps } from "@convscope/core";
import type { Drawing } from "./drawings.ts";
import type { Rows } from "./rows.ts";

/** A kernel as people write it: whole numbers, and what all of them are divided by. */
export interface WrittenKernel {
  readonly name: string;
  readonly rows: string;
  readonly divisor: number;
}

/** The kernels that courses show. */
export const writtenKernels: readonly WrittenKernel[] = [
  { name: "identity", rows: "0 0 0/0 1 0/0 0 0", divisor: 1 },
  { name: "mean", rows: "1 1 1/1 1 1/1 1 1", divisor: 9 },
  { name: "gaussian", rows: "1 2 1/2 4 2/1 2 1", divisor: 16 },
  { name: "sobel-x", rows: "-1 0 1/-2 0 2/-1 0 1", divisor: 1 },
  { name: "sobel-y", rows: "-1 -2 -1/0 0 0/1 2 1", divisor: 1 },
  { name: "prewitt-x", rows: "-1 0 1/-1 0 1/-1 0 1", divisor: 1 },
  { name: "prewitt-y", rows: "-1 -1 -1/0 0 0/1 1 1", divisor: 1 },
  { name: "edges", rows: "-1 -1 -1/-1 8 -1/-1 -1 -1", divisor: 1 },
  { name: "laplacian", rows: "0 1 0/1 -4 1/0 1 0", divisor: 1 },
  { name: "sharpen", rows: "0 -1 0/-1 5 -1/0 -1 0", divisor: 1 },
  { name: "emboss", rows: "-2 -1 0/-1 1 1/0 1 2", divisor: 1 },
];

/** The kernel with its divisor put in. */
export const divided = (rows: Rows, divisor: number): Rows => rows.map((row) => row.map((weight) => weight / (divisor === 0 ? 1 : divisor)));

/** Numbers with the size of a picture. */
export interface Filtered {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly data: Float32Array;
}

/** A grey picture through a square kernel, with zeros around it so that its size stays. */
export function filteredDrawing({ shape: [height, width], image }: Drawing, kernel: Rows): Filtered {
  const picture = Array.from({ length: height }, (_, row) => Array.from(image.subarray(row * width, (row + 1) * width)));
  const data = Float32Array.from(correlationSteps(picture, kernel, { padding: Math.floor(kernel.length / 2) }), ({ value }) => value);
  // A kernel with an even side adds a row and a column.
  const columns = width + (kernel.length % 2 === 0 ? 1 : 0);
  return { shape: [data.length / columns, columns, 1], data };
}

/** How numbers that are no bytes are shown. */
export const shadings = { clipped: "cut to 0 … 255", size: "size, without sign", signed: "0 is grey" } as const;
export type Shading = keyof typeof shadings;

/** Numbers as bytes to look at. */
export function shaded(data: ArrayLike<number>, shading: Shading): Uint8Array {
  const values = Array.from(data);
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const of: { readonly [S in Shading]: (value: number) => number } = { clipped: (value) => value, size: (value) => (255 * Math.abs(value)) / most, signed: (value) => 127.5 + (127.5 * value) / most };
  return Uint8Array.from(values, (value) => Math.round(Math.max(0, Math.min(255, of[shading](value)))));
}

/** The least and the greatest of some numbers, rounded to be read. */
export function rangeOf(data: ArrayLike<number>): string {
  const values = Array.from(data);
  const said = (value: number): string => String(Math.round(value * 10) / 10).replace("-", "−");
  return `${said(values.reduce((a, b) => Math.min(a, b), Infinity))} … ${said(values.reduce((a, b) => Math.max(a, b), -Infinity))}`;
}
