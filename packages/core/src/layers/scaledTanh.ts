import { open, type Activation } from "../activation.ts";
import { checked, known, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/**
 * A·tanh(S·x), as LeNet-5 has it with A = 1.7159 and S = 2/3: f(±1) is ±1. ONNX and PyTorch compose it of `Mul` and `Tanh`,
 * Keras none. Any shape in, the same shape out.
 */
export interface ScaledTanh {
  readonly kind: "scaledTanh";
  readonly amplitude: number;
  readonly steepness: number;
}

export interface ScaledTanhOptions {
  /** A, the largest value. */
  readonly amplitude?: number;
  /** S; the slope at zero is A·S. */
  readonly steepness?: number;
}

export function scaledTanh(options: ScaledTanhOptions = {}): ScaledTanh {
  known("scaledTanh", options, "amplitude", "steepness");
  const { amplitude = 1.7159, steepness = 2 / 3 } = options;
  return checked(scaledTanhRules.fields, { kind: "scaledTanh", amplitude, steepness });
}

export const scaledTanhRules: Rules<ScaledTanh> = pointwiseRules(
  { summary: "A tanh stretched so that ±1 stay ±1.", onnx: "Mul, Tanh, Mul", pytorch: "torch.tanh", keras: "", source: "LeCun, Bottou, Bengio & Haffner 1998, appendix A" },
  { amplitude: real(0), steepness: real(0) },
);

export const scaledTanhActivation = ({ amplitude: a, steepness: s }: ScaledTanh): Activation => ({
  acts: "pointwise",
  formula: { text: "A·tanh(S·x)", latex: "A \\tanh(S x)" },
  derivative: { text: "A·S·(1 − tanh(S·x)²)", latex: "A S \\left(1 - \\tanh^2(S x)\\right)" },
  f: (x) => a * Math.tanh(s * x),
  slope: (x) => a * s * (1 - Math.tanh(s * x) ** 2),
  range: a * s > 0 ? open(-a, a) : { from: 0, to: 0, includes: [true, true] },
  monotonic: a * s > 0 ? "strictly" : "weakly",
  kinks: [],
});
