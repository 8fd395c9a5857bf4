import { maximum, minus, over, plus, times, type Expression } from "../expression.ts";
import type { Step } from "../layer.ts";
import { step } from "../step.ts";

/** Rows of numbers, such as one channel of a small picture. */
export type Matrix = readonly (readonly number[])[];

export interface CorrelateOptions {
  readonly strides?: number;
  /** Rows and columns of zeros on every side. */
  readonly padding?: number;
  /** Divides each sum by the number of products. */
  readonly mean?: boolean;
}

/**
 * Slides a kernel over a matrix without flipping it, as a convolutional layer does: one step for each place, row by row,
 * each with its products.
 */
export function correlationSteps(matrix: Matrix, kernel: Matrix, { strides = 1, padding = 0, mean = false }: CorrelateOptions = {}): Step[] {
  return windowSteps(matrix, kernel.length, kernel[0]?.length ?? 0, strides, padding, (values) => {
    const products = kernel.flat().map((weight, i) => times(weight, values[i] ?? 0));
    return mean ? over(plus(...products), products.length) : plus(...products);
  });
}

/** The ways to pool that are taught by hand. */
const poolings: { readonly [P in PoolingName]: (values: readonly number[]) => Expression } = {
  max: (values) => maximum(...values),
  // The least is minus the greatest of the negatives; on paper one looks for it.
  min: (values) => minus(0, maximum(...values.map((value) => 0 - value))),
  average: (values) => over(plus(...values), values.length),
  sum: (values) => plus(...values),
};
export type PoolingName = "max" | "min" | "average" | "sum";

/** Pools a matrix: one step for each window, row by row. */
export const poolingSteps = (matrix: Matrix, how: PoolingName, size: number, strides: number = size): Step[] => windowSteps(matrix, size, size, strides, 0, poolings[how]);

/** The values of steps as rows of `width`. */
export function rowsOf(steps: readonly Step[], width: number): Matrix {
  return Array.from({ length: Math.ceil(steps.length / width) }, (_, row) => steps.slice(row * width, (row + 1) * width).map(({ value }) => value));
}

/** How many places a window of `size` has along `length`. */
export const placesAlong = (length: number, size: number, strides: number, padding = 0): number => Math.floor((length + 2 * padding - size) / strides) + 1;

function windowSteps(matrix: Matrix, height: number, width: number, strides: number, padding: number, of: (values: readonly number[]) => Expression): Step[] {
  const [rows, columns] = [placesAlong(matrix.length, height, strides, padding), placesAlong(matrix[0]?.length ?? 0, width, strides, padding)];
  return Array.from({ length: rows * columns }, (_, place) => {
    const [row, column] = [Math.floor(place / columns), place % columns];
    const values = Array.from({ length: height * width }, (__, i) => matrix[row * strides - padding + Math.floor(i / width)]?.[column * strides - padding + (i % width)] ?? 0);
    return step(`row ${row + 1}, column ${column + 1}`, of(values), "");
  });
}

/** `[[1,2],[3,4]]` as a Markdown table body is hard to read; this is how people write it: one row a line. */
export function matrixText(matrix: Matrix): string {
  const cells = matrix.map((row) => row.map((value) => numberText(value)));
  const width = Math.max(...cells.flat().map((cell) => cell.length));
  return cells.map((row) => row.map((cell) => cell.padStart(width)).join(" ")).join("\n");
}

export const matrixLatex = (matrix: Matrix): string => `\\begin{bmatrix}${matrix.map((row) => row.map((value) => numberText(value).replace("−", "-")).join(" & ")).join(" \\\\ ")}\\end{bmatrix}`;

/** A number as people write it, at most six digits behind the point. */
export const numberText = (value: number): string => String(Number(value.toFixed(6))).replace("-", "−");

/** Rows and columns exchanged. */
export const transposed = (matrix: Matrix): Matrix => (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] ?? 0));
/** Turned by half: what flips a kernel. */
export const flipped = (matrix: Matrix): Matrix => matrix.toReversed().map((row) => row.toReversed());
/** The numbers of a text of rows: `-1 0 1 / 2 3 4`. */
export const matrixOf = (text: string): Matrix => text.split("/").map((row) => row.trim().split(/\s+/).map(Number));
