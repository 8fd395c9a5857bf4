import { correlationSteps, rowsOf } from "@convscope/core";
import type { Rows } from "./rows.ts";

const mirrored = (rows: Rows): Rows => rows.map((row) => row.toReversed());
const transposed = (rows: Rows): Rows => (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
const halfTurned = (rows: Rows): Rows => mirrored(rows).toReversed();

/** The eight ways to lay a kernel down: as it is, flipped, turned, and mirrored. */
export const turns: Readonly<Record<string, (kernel: Rows) => Rows>> = {
  "as it is, which networks compute": (kernel) => kernel,
  "turned by half a circle, a convolution of mathematics": halfTurned,
  "mirrored left and right": mirrored,
  "mirrored up and down": (kernel) => kernel.toReversed(),
  transposed,
  "transposed and turned by half a circle": (kernel) => halfTurned(transposed(kernel)),
  "turned by a quarter to the right": (kernel) => mirrored(transposed(kernel)),
  "turned by a quarter to the left": (kernel) => transposed(mirrored(kernel)),
};

/** What a way to lay the kernel down gives, and how far it agrees with what is printed. */
export interface Tried {
  readonly turn: string;
  readonly result: Rows;
  readonly agree: number;
  readonly of: number;
}

/** Every way, the one that agrees best first. */
export function tryTurns(picture: Rows, kernel: Rows, printed: Rows, { strides, padding }: { readonly strides: number; readonly padding: number }): readonly Tried[] {
  return Object.entries(turns).map(([turn, lay]): Tried => {
    const laid = lay(kernel);
    const width = Math.floor(((picture[0]?.length ?? 0) + 2 * padding - (laid[0]?.length ?? 0)) / strides) + 1;
    const result = width < 1 ? [] : rowsOf(correlationSteps(picture, laid, { strides, padding }), width);
    const sameSize = result.length === printed.length && result[0]?.length === printed[0]?.length;
    const agree = sameSize ? result.flat().filter((value, i) => value === printed.flat()[i]).length : 0;
    return { turn, result, agree, of: printed.flat().length };
  }).toSorted((a, b) => b.agree - a.agree);
}

/** A picture and a kernel (those of the figures of arXiv:1603.07285, chapter 1), and a result whose last number no way gives. */
export const printedExample = {
  picture: [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]],
  kernel: [[0, 1, 2], [2, 2, 0], [0, 1, 2]],
  printed: [[6, 17, 3], [8, 17, 13], [6, 4, 5]],
} as const;

const sobelX: Rows = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]];
/** The two Sobel kernels by what they are: the slope along x answers to upright edges, that along y to level ones. */
export const sobel: Readonly<Record<"x" | "y", Rows>> = { x: sobelX, y: transposed(sobelX) };

/** A bright bar on a dark ground, upright or level. */
export const bars: Readonly<Record<"upright" | "level", Rows>> = {
  upright: Array.from({ length: 5 }, () => [0, 0, 0, 200, 200, 0, 0, 0]),
  level: [0, 0, 200, 200, 0, 0].map((value) => Array.from({ length: 7 }, () => value)),
};

/** The answers of a kernel, and what is left of them in bytes: 0 to 255, everything below cut off. */
export function answers(picture: Rows, kernel: Rows): { readonly signed: Rows; readonly bytes: Rows } {
  const signed = rowsOf(correlationSteps(picture, kernel), (picture[0]?.length ?? 0) - 2);
  return { signed, bytes: signed.map((row) => row.map((value) => Math.min(255, Math.max(0, Math.round(value))))) };
}
