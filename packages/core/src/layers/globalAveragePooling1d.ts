import type { Rules } from "../layer.ts";
import { global, steps } from "../window.ts";

/**
 * The mean of each channel over the whole sequence. ONNX `GlobalAveragePool`, PyTorch `AdaptiveAvgPool1d(1)`, Keras `GlobalAveragePooling1D`.
 *
 * input `[L, C]` · output `[C]`
 */
export interface GlobalAveragePooling1d {
  readonly kind: "globalAveragePooling1d";
}

export const globalAveragePooling1d = (): GlobalAveragePooling1d => ({ kind: "globalAveragePooling1d" });

export const globalAveragePooling1dRules: Rules<GlobalAveragePooling1d> = {
  doc: { summary: "Turns each channel into its mean.", onnx: "GlobalAveragePool", pytorch: "AdaptiveAvgPool1d(1)", keras: "GlobalAveragePooling1D", source: "arXiv:1312.4400, section 3.2" },
  arity: 1,
  work: "other",
  fields: {},
  outputShape: (_, inputs) => [steps("globalAveragePooling1d", inputs)[1]],
  weights: () => ({}),
  macs: () => 0,
  windows: global,
  derive: () => [],
};
