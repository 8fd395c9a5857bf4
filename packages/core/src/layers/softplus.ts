import { open, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";
import { logistic } from "./sigmoid.ts";

/** `ln(1 + e^x)`, a smooth ReLU. ONNX `Softplus`, PyTorch `Softplus`, Keras `softplus`. Any shape in, the same shape out. */
export interface Softplus {
  readonly kind: "softplus";
}

export const softplus = (): Softplus => ({ kind: "softplus" });

export const softplusRules: Rules<Softplus> = pointwiseRules(
  { summary: "A ReLU with its corner rounded.", onnx: "Softplus", pytorch: "Softplus", keras: "softplus", source: "Dugas, Bengio, Bélisle, Nadeau & Garcia 2000" },
  {},
);

export const softplusActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "ln(1 + e^x)", latex: "\\ln(1 + e^x)" },
  derivative: { text: "σ(x)", latex: "\\sigma(x)" },
  // The exponential of a large x overflows; that of −|x| does not.
  f: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  slope: logistic,
  range: open(0, Infinity),
  monotonic: "strictly",
  kinks: [],
});
