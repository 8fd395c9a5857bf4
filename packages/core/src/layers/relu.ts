import { least, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/** `max(x, 0)`. ONNX `Relu`, PyTorch `ReLU`, Keras `ReLU`. Any shape in, the same shape out. */
export interface Relu {
  readonly kind: "relu";
}

export const relu = (): Relu => ({ kind: "relu" });

export const reluRules: Rules<Relu> = pointwiseRules(
  { summary: "Keeps what is positive and makes the rest zero.", onnx: "Relu", pytorch: "ReLU", keras: "ReLU", source: "Nair & Hinton 2010" },
  {},
);

export const reluActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "max(x, 0)", latex: "\\max(x, 0)" },
  derivative: { text: "1 if x > 0, else 0", latex: "\\begin{cases}1 & x > 0\\\\0 & x \\le 0\\end{cases}" },
  f: (x) => Math.max(x, 0),
  slope: (x) => (x > 0 ? 1 : 0),
  range: least(0),
  monotonic: "weakly",
  kinks: [0],
});
