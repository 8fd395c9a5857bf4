import { open, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/** `x / (1 + |x|)`. ONNX `Softsign`, PyTorch `Softsign`, Keras `softsign`. Any shape in, the same shape out. */
export interface Softsign {
  readonly kind: "softsign";
}

export const softsign = (): Softsign => ({ kind: "softsign" });

export const softsignRules: Rules<Softsign> = pointwiseRules(
  { summary: "Like tanh, but slower to saturate.", onnx: "Softsign", pytorch: "Softsign", keras: "softsign", source: "Glorot & Bengio 2010, section 2.2" },
  {},
);

export const softsignActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "x / (1 + |x|)", latex: "\\frac{x}{1 + |x|}" },
  derivative: { text: "1 / (1 + |x|)²", latex: "\\frac{1}{(1 + |x|)^2}" },
  f: (x) => x / (1 + Math.abs(x)),
  slope: (x) => (1 + Math.abs(x)) ** -2,
  range: open(-1, 1),
  monotonic: "strictly",
  kinks: [],
});
