import { allowed } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pool2d, pool2dFields, pool2dRules, type Pool2dOptions } from "../pool.ts";
import type { Padding2d, Pair } from "../window.ts";

/**
 * Keeps the smallest value of each window. ONNX and PyTorch: `−MaxPool(−x)`; Keras has none.
 * Padding counts as +∞. Where values tie, the gradient goes to the first in memory order.
 *
 * input `[H, W, C]` · output `[H', W', C]`
 */
export interface MinPooling2d {
  readonly kind: "minPooling2d";
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly ceilMode: boolean;
}

export type MinPooling2dOptions = Pool2dOptions;

/** Min pooling: `minPooling2d(2)` halves height and width and keeps the darkest. */
export function minPooling2d(kernelSize: number | Pair, options: MinPooling2dOptions = {}): MinPooling2d {
  return allowed(minPooling2dRules, { kind: "minPooling2d", ...pool2d("minPooling2d", kernelSize, options) });
}

export const minPooling2dRules: Rules<MinPooling2d> = {
  ...pool2dRules<MinPooling2d>("minPooling2d", {
    summary: "Keeps the smallest value of each window.",
    onnx: "Neg + MaxPool + Neg", pytorch: "-MaxPool2d(-x)", keras: "-MaxPooling2D(-x)",
    source: "",
  }),
  fields: pool2dFields,
};
