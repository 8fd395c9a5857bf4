import type { Rules } from "../layer.ts";
import { global, steps } from "../window.ts";

/**
 * The largest value of each channel over the whole sequence. ONNX `GlobalMaxPool`, PyTorch `AdaptiveMaxPool1d(1)`, Keras `GlobalMaxPooling1D`. Where values tie, the gradient goes to the first.
 *
 * input `[L, C]` · output `[C]`
 */
export interface GlobalMaxPooling1d {
  readonly kind: "globalMaxPooling1d";
}

export const globalMaxPooling1d = (): GlobalMaxPooling1d => ({ kind: "globalMaxPooling1d" });

export const globalMaxPooling1dRules: Rules<GlobalMaxPooling1d> = {
  doc: { summary: "Turns each channel into its largest value.", onnx: "GlobalMaxPool", pytorch: "AdaptiveMaxPool1d(1)", keras: "GlobalMaxPooling1D", source: "arXiv:1312.4400, section 3.2" },
  arity: 1,
  work: "other",
  fields: {},
  outputShape: (_, inputs) => [steps("globalMaxPooling1d", inputs)[1]],
  weights: () => ({}),
  macs: () => 0,
  windows: global,
  derive: () => [],
};
