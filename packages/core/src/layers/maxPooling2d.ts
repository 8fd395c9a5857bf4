import { allowed } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pool2d, pool2dFields, pool2dRules, type Pool2dOptions } from "../pool.ts";
import { pair, pairField, type Padding2d, type Pair } from "../window.ts";

/**
 * Keeps the largest value of each window. ONNX `MaxPool`, PyTorch `MaxPool2d`, Keras `MaxPooling2D`.
 * Padding counts as −∞. Where values tie, the gradient goes to the first in memory order, as in PyTorch.
 *
 * input `[H, W, C]` · output `[H', W', C]`
 */
export interface MaxPooling2d {
  readonly kind: "maxPooling2d";
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly dilationRate: Pair;
  readonly ceilMode: boolean;
}

export interface MaxPooling2dOptions extends Pool2dOptions {
  readonly dilationRate?: number | Pair;
}

/**
 * Max pooling: `maxPooling2d(2)` halves height and width, `maxPooling2d(3, { strides: 2, padding: 1 })` overlaps.
 *
 * @throws LayerError when an option is unknown or out of range, or the padding is more than half of the kernel.
 */
export function maxPooling2d(kernelSize: number | Pair, options: MaxPooling2dOptions = {}): MaxPooling2d {
  const { dilationRate = 1 } = options;
  return allowed(maxPooling2dRules, { kind: "maxPooling2d", ...pool2d("maxPooling2d", kernelSize, options, "dilationRate"), dilationRate: pair(dilationRate) });
}

export const maxPooling2dRules: Rules<MaxPooling2d> = {
  ...pool2dRules<MaxPooling2d>("maxPooling2d", {
    summary: "Keeps the largest value of each window.",
    onnx: "MaxPool", pytorch: "MaxPool2d", keras: "MaxPooling2D",
    source: "Ranzato et al. 2007; arXiv:1603.07285, section 3",
  }),
  fields: { ...pool2dFields, dilationRate: pairField(1) },
};
