import { everything, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/** Passes its input on. ONNX `Identity`, PyTorch `Identity`, Keras `linear`. Any shape in, the same shape out. */
export interface Linear {
  readonly kind: "linear";
}

export const linear = (): Linear => ({ kind: "linear" });

export const linearRules: Rules<Linear> = pointwiseRules(
  { summary: "Passes its input on.", onnx: "Identity", pytorch: "Identity", keras: "linear", source: "" },
  {},
);

export const linearActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "x", latex: "x" },
  derivative: { text: "1", latex: "1" },
  f: (x) => x,
  slope: () => 1,
  range: everything,
  monotonic: "strictly",
  kinks: [],
});
