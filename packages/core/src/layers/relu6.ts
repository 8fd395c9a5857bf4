import { closed, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/** `min(max(x, 0), 6)`. ONNX `Clip`, PyTorch `ReLU6`, Keras `relu6`. Any shape in, the same shape out. */
export interface Relu6 {
  readonly kind: "relu6";
}

export const relu6 = (): Relu6 => ({ kind: "relu6" });

export const relu6Rules: Rules<Relu6> = pointwiseRules(
  { summary: "A ReLU that stops at 6, which survives few-bit arithmetic.", onnx: "Clip", pytorch: "ReLU6", keras: "relu6", source: "arXiv:1704.04861" },
  {},
);

export const relu6Activation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "min(max(x, 0), 6)", latex: "\\min(\\max(x, 0), 6)" },
  derivative: { text: "1 if 0 < x < 6, else 0", latex: "\\begin{cases}1 & 0 < x < 6\\\\0 & \\text{else}\\end{cases}" },
  f: (x) => Math.min(Math.max(x, 0), 6),
  slope: (x) => (x > 0 && x < 6 ? 1 : 0),
  range: closed(0, 6),
  monotonic: "weakly",
  kinks: [0, 6],
});
