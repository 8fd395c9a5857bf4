import { closed, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/**
 * 1 where its input is positive, else 0. ONNX `Greater`, PyTorch `heaviside`, Keras none. Any shape in, the same shape out.
 * Its gradient is zero everywhere, so nothing before it learns: the perceptron rule needs none.
 */
export interface UnitStep {
  readonly kind: "step";
}

export const step = (): UnitStep => ({ kind: "step" });

export const stepRules: Rules<UnitStep> = pointwiseRules(
  { summary: "Fires or does not: 1 above zero, else 0.", onnx: "Greater", pytorch: "torch.heaviside", keras: "", source: "Rosenblatt 1958" },
  {},
);

export const stepActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "1 if x > 0, else 0", latex: "\\begin{cases}1 & x > 0\\\\0 & x \\le 0\\end{cases}" },
  derivative: { text: "0", latex: "0" },
  f: (x) => (x > 0 ? 1 : 0),
  slope: () => 0,
  range: closed(0, 1),
  monotonic: "weakly",
  kinks: [0],
});
