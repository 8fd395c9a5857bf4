import { conv2d, conv2dTranspose, derive, working, type Conv2d, type Conv2dTranspose, type Shape } from "@convscope/core";
import { flat } from "./rows.ts";
import type { Rows } from "./rows.ts";

/** A picture and a kernel that are worth a look. */
export interface Example {
  readonly name: string;
  readonly input: string;
  readonly kernel: string;
  readonly mean?: boolean;
}

/** A 9×9 X of ±1, whose strokes end one pixel before the edge. */
const cross = Array.from({ length: 9 }, (_, row) => Array.from({ length: 9 }, (__, column) => (row > 0 && row < 8 && (row === column || row + column === 8) ? 1 : -1)).join(" ")).join("/");

/** A block of 90s with a hole, and a 90 alone. */
const block = Array.from({ length: 10 }, (_, row) => Array.from({ length: 10 }, (__, column) => ((row >= 2 && row <= 6 && column >= 3 && column <= 7 && !(row === 5 && column === 4)) || (row === 8 && column === 2) ? 90 : 0)).join(" ")).join("/");

/** A 9 of ±1 with a loop at its top. */
const nine = ["-###-", "-#-#-", "-###-", "---#-", "---#-", "--#--", "-#---"].map((row) => Array.from(row, (sign) => (sign === "#" ? 1 : -1)).join(" ")).join("/");

/** The pictures of the lessons; the first is what the stepper starts with. */
export const examples: readonly Example[] = [
  { name: "zeros and ones", input: "1 1 1 0 0/0 1 1 1 0/0 0 1 1 1/0 0 1 1 0/0 1 1 0 0", kernel: "1 0 1/0 1 0/1 0 1" },
  { name: "small numbers", input: "3 3 2 1 0/0 0 1 3 1/3 1 2 2 3/2 0 0 2 2/2 0 0 0 1", kernel: "0 1 2/2 2 0/0 1 2" },
  { name: "an edge", input: "0 0 0 9 9 9/0 0 0 9 9 9/0 0 0 9 9 9/0 0 0 9 9 9/0 0 0 9 9 9", kernel: "-1 0 1/-2 0 2/-1 0 1" },
  { name: "an X and a falling stroke, mean of products", input: cross, kernel: "1 -1 -1/-1 1 -1/-1 -1 1", mean: true },
  { name: "a block of 90s, moving average", input: block, kernel: "1 1 1/1 1 1/1 1 1", mean: true },
  { name: "a 9 and a loop, mean of products", input: nine, kernel: "1 1 1/1 -1 1/1 1 1", mean: true },
];

/** How the kernel is moved. */
export interface Moves {
  readonly stride: number;
  /** `valid`, `same` or pixels on each side. */
  readonly padding: string;
  readonly dilation: number;
  readonly transposed: boolean;
  /** Turns the kernel by half a circle first, as mathematics defines a convolution. */
  readonly flip: boolean;
}

/** A kernel over a picture as a layer with its numbers. @throws LayerError for settings that fit no layer. */
export function convolutionOf(input: Rows, kernel: Rows, { stride, padding, dilation, transposed, flip }: Moves): { readonly layer: Conv2d | Conv2dTranspose; readonly input: { readonly shape: number[]; readonly data: number[] }; readonly weight: { readonly shape: number[]; readonly data: number[] } } {
  const size = [kernel.length, kernel[0]?.length ?? 0] as const;
  const options = { strides: stride, padding: padding === "valid" || padding === "same" ? padding : Number(padding), dilationRate: dilation, useBias: false } as const;
  const turned = flip ? kernel.map((row) => row.toReversed()).toReversed() : kernel;
  return { layer: transposed ? conv2dTranspose(1, size, options) : conv2d(1, size, options), input: flat(input), weight: flat(turned) };
}

/** The working of height and width. */
export function sizesOf(layer: Conv2d | Conv2dTranspose, shape: Shape): readonly string[] {
  return derive(layer, [shape]).filter(({ of }) => of === "height" || of === "width").map(({ of, expression, value }) => `${of} = ${working(expression, value, "text")}`);
}
