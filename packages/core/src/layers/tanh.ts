import { open, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/** The hyperbolic tangent. ONNX `Tanh`, PyTorch `Tanh`, Keras `tanh`. Any shape in, the same shape out. */
export interface Tanh {
  readonly kind: "tanh";
}

export const tanh = (): Tanh => ({ kind: "tanh" });

export const tanhRules: Rules<Tanh> = pointwiseRules(
  { summary: "Squeezes any number between −1 and 1.", onnx: "Tanh", pytorch: "Tanh", keras: "tanh", source: "LeCun, Bottou, Orr & Müller 1998, section 4.4" },
  {},
);

export const tanhActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "(e^x − e^−x) / (e^x + e^−x)", latex: "\\frac{e^x - e^{-x}}{e^x + e^{-x}}" },
  derivative: { text: "1 − f(x)²", latex: "1 - f(x)^2" },
  f: Math.tanh,
  slope: (x) => 1 - Math.tanh(x) ** 2,
  range: open(-1, 1),
  monotonic: "strictly",
  kinks: [],
});
