import { averagePooling2d, maxPooling2d, minPooling2d, outputShape, poolingSteps, rowsOf, sumPooling2d, type AveragePooling2d, type MaxPooling2d, type MinPooling2d, type PoolingName, type SumPooling2d } from "@convscope/core";
import { flat, type Rows } from "./rows.ts";

/** What is asked of a window. */
export const poolings: { readonly [P in PoolingName]: string } = { max: "largest value", average: "mean", min: "smallest value", sum: "sum" };

/** A picture whose numbers are worth pooling. */
export interface PoolingExample {
  readonly name: string;
  readonly input: string;
}

/** The pictures of the lessons; the first is what the stepper starts with. */
export const poolingExamples: readonly PoolingExample[] = [
  { name: "first", input: "5 1 3 4/8 2 9 2/1 3 0 1/2 2 2 0" },
  { name: "counting", input: "1 1 2 4/5 6 7 8/3 2 1 0/1 2 3 4" },
  { name: "plateaus", input: "6 6 6 6/4 5 5 4/2 4 4 2/2 4 4 2" },
];

export interface PoolingSettings {
  readonly how: PoolingName;
  readonly window: number;
  readonly stride: number;
  /** Pixels on each side; only for the largest value and the mean. */
  readonly padding: number;
}

/** A pooling as a layer that a figure can draw, or as lines of working where it has none. */
export type Pooled =
  | { readonly steps: number; readonly kept: string; readonly layer: MaxPooling2d | AveragePooling2d; readonly input: ReturnType<typeof flat> }
  | { readonly steps: number; readonly kept: string; readonly lines: readonly { readonly of: string; readonly text: string }[]; readonly output: Rows };

const shareOf = (output: number, input: number): string => `${output} of ${input} numbers are kept: ${(Math.round((1000 * output) / input) / 10).toLocaleString("en-GB")} %`;

/** @throws LayerError for settings that fit no layer. */
export function pooledBy(input: Rows, { how, window, stride, padding }: PoolingSettings): Pooled {
  const [height, width] = [input.length, input[0]?.length ?? 0];
  const sized = (layer: MaxPooling2d | AveragePooling2d | MinPooling2d | SumPooling2d): { readonly columns: number; readonly steps: number; readonly kept: string } => {
    const [rows = 0, columns = 0] = outputShape(layer, [[height, width, 1]]);
    return { columns, steps: rows * columns, kept: shareOf(rows * columns, height * width) };
  };
  if (how === "max" || how === "average") {
    const layer = how === "max" ? maxPooling2d(window, { strides: stride, padding }) : averagePooling2d(window, { strides: stride, padding });
    const { steps, kept } = sized(layer);
    return { steps, kept, layer, input: flat(input) };
  }
  const { columns, ...shared } = sized(how === "min" ? minPooling2d(window, { strides: stride }) : sumPooling2d(window, { strides: stride }));
  const found = poolingSteps(input, how, window, stride);
  const seen = (place: number): readonly number[] => Array.from({ length: window * window }, (_, i) => input[Math.floor(place / columns) * stride + Math.floor(i / window)]?.[(place % columns) * stride + (i % window)] ?? 0);
  const lines = found.map(({ of, value }, place) => ({ of, text: `${how === "min" ? `min(${seen(place).map(said).join(", ")})` : seen(place).map(said).join(" + ")} = ${said(value)}` }));
  return { ...shared, lines, output: rowsOf(found, columns) };
}

const said = (value: number): string => String(value).replace("-", "−");
