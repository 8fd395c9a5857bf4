import { allowed, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pool1d, pool1dFields, pool1dRules, type Pool1dOptions } from "../pool.ts";
import type { Padding1d } from "../window.ts";

/**
 * Keeps the largest value of each window along a sequence. ONNX `MaxPool`, PyTorch `MaxPool1d`, Keras `MaxPooling1D`.
 * Padding counts as −∞. Where values tie, the gradient goes to the first, as in PyTorch.
 *
 * input `[L, C]` · output `[L', C]`
 */
export interface MaxPooling1d {
  readonly kind: "maxPooling1d";
  readonly kernelSize: number;
  readonly strides: number;
  readonly padding: Padding1d;
  readonly dilationRate: number;
  readonly ceilMode: boolean;
}

export interface MaxPooling1dOptions extends Pool1dOptions {
  readonly dilationRate?: number;
}

/** Max pooling along a sequence: `maxPooling1d(2)` halves it. */
export function maxPooling1d(kernelSize: number, options: MaxPooling1dOptions = {}): MaxPooling1d {
  return allowed(maxPooling1dRules, { kind: "maxPooling1d", ...pool1d("maxPooling1d", kernelSize, options, "dilationRate"), dilationRate: options.dilationRate ?? 1 });
}

export const maxPooling1dRules: Rules<MaxPooling1d> = {
  ...pool1dRules<MaxPooling1d>("maxPooling1d", {
    summary: "Keeps the largest value of each window along a sequence.",
    onnx: "MaxPool", pytorch: "MaxPool1d", keras: "MaxPooling1D",
    source: "arXiv:1603.07285, section 3",
  }),
  fields: { ...pool1dFields, dilationRate: whole(1) },
};
