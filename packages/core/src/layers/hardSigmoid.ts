import { closed, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/**
 * A sigmoid of three straight lines. ONNX `HardSigmoid` with alpha 1/6, PyTorch `Hardsigmoid`, Keras 3 `hard_sigmoid` (Keras 2
 * had the slope 0.2). Any shape in, the same shape out.
 */
export interface HardSigmoid {
  readonly kind: "hardSigmoid";
}

export const hardSigmoid = (): HardSigmoid => ({ kind: "hardSigmoid" });

export const hardSigmoidRules: Rules<HardSigmoid> = pointwiseRules(
  { summary: "A sigmoid of three straight lines.", onnx: "HardSigmoid", pytorch: "Hardsigmoid", keras: "hard_sigmoid", source: "arXiv:1905.02244, section 5.2" },
  {},
);

export const hardSigmoidActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "min(max(x + 3, 0), 6) / 6", latex: "\\frac{\\min(\\max(x + 3, 0), 6)}{6}" },
  derivative: { text: "1/6 if −3 < x < 3, else 0", latex: "\\begin{cases}1/6 & -3 < x < 3\\\\0 & \\text{else}\\end{cases}" },
  f: (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
  slope: (x) => (Math.abs(x) < 3 ? 1 / 6 : 0),
  range: closed(0, 1),
  monotonic: "weakly",
  kinks: [-3, 3],
});
