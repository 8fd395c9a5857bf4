import { allowed } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pool2d, pool2dFields, pool2dRules, type Pool2dOptions } from "../pool.ts";
import type { Padding2d, Pair } from "../window.ts";

/**
 * The sum of each window. ONNX `LpPool` with p = 1 for positive values, PyTorch `AvgPool2d` with `divisor_override=1`; Keras has none.
 * Padding adds nothing.
 *
 * input `[H, W, C]` · output `[H', W', C]`
 */
export interface SumPooling2d {
  readonly kind: "sumPooling2d";
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly ceilMode: boolean;
}

export type SumPooling2dOptions = Pool2dOptions;

/** Sum pooling: `sumPooling2d(2)` halves height and width. */
export function sumPooling2d(kernelSize: number | Pair, options: SumPooling2dOptions = {}): SumPooling2d {
  return allowed(sumPooling2dRules, { kind: "sumPooling2d", ...pool2d("sumPooling2d", kernelSize, options) });
}

export const sumPooling2dRules: Rules<SumPooling2d> = {
  ...pool2dRules<SumPooling2d>("sumPooling2d", {
    summary: "Adds the values of each window.",
    onnx: "AveragePool + Mul", pytorch: "AvgPool2d(divisor_override=1)", keras: "AveragePooling2D * k",
    source: "",
  }),
  fields: pool2dFields,
};
