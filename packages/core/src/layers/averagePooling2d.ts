import { allowed, flag } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pool2d, pool2dFields, pool2dRules, type Pool2dOptions } from "../pool.ts";
import type { Padding2d, Pair } from "../window.ts";

/**
 * The mean of each window. ONNX `AveragePool`, PyTorch `AvgPool2d`, Keras `AveragePooling2D`.
 * Zeros of the padding count as values, as in PyTorch, unless `countIncludePad` is false or the padding is `"same"`, as in Keras.
 * What hangs over the padding in ceil mode never counts.
 *
 * input `[H, W, C]` · output `[H', W', C]`
 */
export interface AveragePooling2d {
  readonly kind: "averagePooling2d";
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
}

export interface AveragePooling2dOptions extends Pool2dOptions {
  /** Whether the mean divides by padded cells too; true if left out. Has no effect with padding `"same"`. */
  readonly countIncludePad?: boolean;
}

/** Average pooling: `averagePooling2d(2)` halves height and width. */
export function averagePooling2d(kernelSize: number | Pair, options: AveragePooling2dOptions = {}): AveragePooling2d {
  return allowed(averagePooling2dRules, { kind: "averagePooling2d", ...pool2d("averagePooling2d", kernelSize, options, "countIncludePad"), countIncludePad: options.countIncludePad ?? true });
}

export const averagePooling2dRules: Rules<AveragePooling2d> = {
  ...pool2dRules<AveragePooling2d>("averagePooling2d", {
    summary: "Takes the mean of each window.",
    onnx: "AveragePool", pytorch: "AvgPool2d", keras: "AveragePooling2D",
    source: "LeCun et al. 1998; arXiv:1603.07285, section 3",
  }),
  fields: { ...pool2dFields, countIncludePad: flag },
};
