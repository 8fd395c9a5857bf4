import { least, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";
import { logistic } from "./sigmoid.ts";

/** `x·sigmoid(x)`, also called swish. ONNX `Mul` of `Sigmoid`, PyTorch `SiLU`, Keras `silu`. Any shape in, the same shape out. */
export interface Silu {
  readonly kind: "silu";
}

export const silu = (): Silu => ({ kind: "silu" });

export const siluRules: Rules<Silu> = pointwiseRules(
  { summary: "A smooth ReLU: the input times its own sigmoid.", onnx: "Sigmoid, Mul", pytorch: "SiLU", keras: "silu", source: "arXiv:1710.05941, section 4" },
  {},
);

export const siluActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "x·σ(x)", latex: "x\\,\\sigma(x)" },
  derivative: { text: "σ(x)·(1 + x·(1 − σ(x)))", latex: "\\sigma(x)\\,(1 + x\\,(1 - \\sigma(x)))" },
  f: (x) => x * logistic(x),
  slope: (x) => logistic(x) * (1 + x * logistic(-x)),
  range: least(-0.2784645427610738),
  monotonic: "no",
  kinks: [],
});
