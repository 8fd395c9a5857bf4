import type { Rules } from "../layer.ts";
import { global, maps } from "../window.ts";

/**
 * The mean of each channel over the whole picture. ONNX `GlobalAveragePool`, PyTorch `AdaptiveAvgPool2d(1)`, Keras `GlobalAveragePooling2D`.
 *
 * input `[H, W, C]` · output `[C]`
 */
export interface GlobalAveragePooling2d {
  readonly kind: "globalAveragePooling2d";
}

export const globalAveragePooling2d = (): GlobalAveragePooling2d => ({ kind: "globalAveragePooling2d" });

export const globalAveragePooling2dRules: Rules<GlobalAveragePooling2d> = {
  doc: { summary: "Turns each channel into its mean.", onnx: "GlobalAveragePool", pytorch: "AdaptiveAvgPool2d(1)", keras: "GlobalAveragePooling2D", source: "arXiv:1312.4400, section 3.2" },
  arity: 1,
  work: "other",
  fields: {},
  outputShape: (_, inputs) => [maps("globalAveragePooling2d", inputs)[2]],
  weights: () => ({}),
  macs: () => 0,
  windows: global,
  derive: () => [],
};
