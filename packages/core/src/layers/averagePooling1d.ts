import { allowed, flag } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pool1d, pool1dFields, pool1dRules, type Pool1dOptions } from "../pool.ts";
import type { Padding1d } from "../window.ts";

/**
 * The mean of each window along a sequence; with a kernel of odd size and stride 1 the moving average. ONNX `AveragePool`,
 * PyTorch `AvgPool1d`, Keras `AveragePooling1D`. Padding counts as in `averagePooling2d`.
 *
 * input `[L, C]` · output `[L', C]`
 */
export interface AveragePooling1d {
  readonly kind: "averagePooling1d";
  readonly kernelSize: number;
  readonly strides: number;
  readonly padding: Padding1d;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
}

export interface AveragePooling1dOptions extends Pool1dOptions {
  /** Whether the mean divides by padded cells too; true if left out. Has no effect with padding `"same"`. */
  readonly countIncludePad?: boolean;
}

/** Average pooling along a sequence: `averagePooling1d(2)` halves it. */
export function averagePooling1d(kernelSize: number, options: AveragePooling1dOptions = {}): AveragePooling1d {
  return allowed(averagePooling1dRules, { kind: "averagePooling1d", ...pool1d("averagePooling1d", kernelSize, options, "countIncludePad"), countIncludePad: options.countIncludePad ?? true });
}

export const averagePooling1dRules: Rules<AveragePooling1d> = {
  ...pool1dRules<AveragePooling1d>("averagePooling1d", {
    summary: "Takes the mean of each window along a sequence.",
    onnx: "AveragePool", pytorch: "AvgPool1d", keras: "AveragePooling1D",
    source: "arXiv:1603.07285, section 3",
  }),
  fields: { ...pool1dFields, countIncludePad: flag },
};
