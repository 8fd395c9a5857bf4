import type { Rules } from "../layer.ts";
import { global, maps } from "../window.ts";

/**
 * The largest value of each channel over the whole picture. ONNX `GlobalMaxPool`, PyTorch `AdaptiveMaxPool2d(1)`, Keras `GlobalMaxPooling2D`. Where values tie, the gradient goes to the first.
 *
 * input `[H, W, C]` · output `[C]`
 */
export interface GlobalMaxPooling2d {
  readonly kind: "globalMaxPooling2d";
}

export const globalMaxPooling2d = (): GlobalMaxPooling2d => ({ kind: "globalMaxPooling2d" });

export const globalMaxPooling2dRules: Rules<GlobalMaxPooling2d> = {
  doc: { summary: "Turns each channel into its largest value.", onnx: "GlobalMaxPool", pytorch: "AdaptiveMaxPool2d(1)", keras: "GlobalMaxPooling2D", source: "arXiv:1312.4400, section 3.2" },
  arity: 1,
  work: "other",
  fields: {},
  outputShape: (_, inputs) => [maps("globalMaxPooling2d", inputs)[2]],
  weights: () => ({}),
  macs: () => 0,
  windows: global,
  derive: () => [],
};
