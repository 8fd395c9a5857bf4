import { least, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";
import { logistic } from "./sigmoid.ts";

/** `x·tanh(softplus(x))`. ONNX `Mish`, PyTorch `Mish`, Keras 3 `mish`. Any shape in, the same shape out. */
export interface Mish {
  readonly kind: "mish";
}

export const mish = (): Mish => ({ kind: "mish" });

export const mishRules: Rules<Mish> = pointwiseRules(
  { summary: "A smooth ReLU that dips below zero, like swish.", onnx: "Mish", pytorch: "Mish", keras: "mish", source: "arXiv:1908.08681, equation 1" },
  {},
);

/** tanh(ln(1 + e^x)) = n / (n + 2) with n = e^x·(e^x + 2); beyond 20 it is 1. */
function gate(x: number): number {
  const e = Math.exp(Math.min(x, 20));
  const n = e * (e + 2);
  return n / (n + 2);
}

export const mishActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "x·tanh(ln(1 + e^x))", latex: "x \\tanh(\\ln(1 + e^x))" },
  derivative: { text: "t + x·(1 − t²)·σ(x), t = tanh(ln(1 + e^x))", latex: "t + x\\,(1 - t^2)\\,\\sigma(x), \\quad t = \\tanh(\\ln(1 + e^x))" },
  f: (x) => x * gate(x),
  slope: (x) => gate(x) + x * (1 - gate(x) ** 2) * logistic(x),
  range: least(-0.30884341301725043),
  monotonic: "no",
  kinks: [],
});
