import { least, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/** `x·hardSigmoid(x)`. ONNX `HardSwish`, PyTorch `Hardswish`, Keras 3 `hard_silu`. Any shape in, the same shape out. */
export interface HardSwish {
  readonly kind: "hardSwish";
}

export const hardSwish = (): HardSwish => ({ kind: "hardSwish" });

export const hardSwishRules: Rules<HardSwish> = pointwiseRules(
  { summary: "Swish without the exponential.", onnx: "HardSwish", pytorch: "Hardswish", keras: "hard_silu", source: "arXiv:1905.02244, section 5.2" },
  {},
);

export const hardSwishActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "x·min(max(x + 3, 0), 6) / 6", latex: "\\frac{x \\min(\\max(x + 3, 0), 6)}{6}" },
  derivative: { text: "0 if x < −3, (2·x + 3) / 6 if −3 ≤ x < 3, else 1", latex: "\\begin{cases}0 & x < -3\\\\(2x + 3)/6 & -3 \\le x < 3\\\\1 & x \\ge 3\\end{cases}" },
  f: (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  slope: (x) => (x < -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1),
  range: least(-0.375),
  monotonic: "no",
  kinks: [-3, 3],
});
