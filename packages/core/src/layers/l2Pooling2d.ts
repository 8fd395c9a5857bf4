import { allowed } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pool2d, pool2dFields, pool2dRules, type Pool2dOptions } from "../pool.ts";
import type { Padding2d, Pair } from "../window.ts";

/**
 * The Euclidean norm of each window, √Σx². ONNX `LpPool` with p = 2, PyTorch `LPPool2d(2, …)`; Keras has none.
 * Padding adds nothing. The gradient of a window of zeros is zero.
 *
 * input `[H, W, C]` · output `[H', W', C]`
 */
export interface L2Pooling2d {
  readonly kind: "l2Pooling2d";
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly ceilMode: boolean;
}

export type L2Pooling2dOptions = Pool2dOptions;

/** L2 pooling: `l2Pooling2d(2)` halves height and width. */
export function l2Pooling2d(kernelSize: number | Pair, options: L2Pooling2dOptions = {}): L2Pooling2d {
  return allowed(l2Pooling2dRules, { kind: "l2Pooling2d", ...pool2d("l2Pooling2d", kernelSize, options) });
}

export const l2Pooling2dRules: Rules<L2Pooling2d> = {
  ...pool2dRules<L2Pooling2d>("l2Pooling2d", {
    summary: "Takes the Euclidean norm of each window.",
    onnx: "LpPool", pytorch: "LPPool2d(2)", keras: "",
    source: "Boureau, Ponce & LeCun 2010; arXiv:1311.1780",
  }),
  fields: pool2dFields,
};
