import type { Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";
import { exponentialLinear } from "./elu.ts";

/** An ELU scaled so that deep dense nets keep mean 0 and variance 1. ONNX `Selu`, PyTorch `SELU`, Keras `selu`. Any shape in, the same shape out. */
export interface Selu {
  readonly kind: "selu";
}

export const selu = (): Selu => ({ kind: "selu" });

export const seluRules: Rules<Selu> = pointwiseRules(
  { summary: "An ELU that normalises itself.", onnx: "Selu", pytorch: "SELU", keras: "selu", source: "arXiv:1706.02515, equation 2" },
  {},
);

const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;

export const seluActivation = (): Activation => ({
  acts: "pointwise",
  formula: {
    text: "1.0507·x if x > 0, else 1.0507·1.6733·(e^x − 1)",
    latex: "1.0507 \\begin{cases}x & x > 0\\\\1.6733\\,(e^x - 1) & x \\le 0\\end{cases}",
  },
  derivative: {
    text: "1.0507 if x > 0, else 1.0507·1.6733·e^x",
    latex: "1.0507 \\begin{cases}1 & x > 0\\\\1.6733\\,e^x & x \\le 0\\end{cases}",
  },
  ...exponentialLinear(alpha, scale),
  monotonic: "strictly",
  kinks: [0],
});
