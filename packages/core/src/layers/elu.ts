import { least, open, type Activation, type PointwiseActivation } from "../activation.ts";
import { checked, known, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/** `x`, or `alpha·(e^x − 1)` below zero. ONNX `Elu`, PyTorch `ELU`, Keras `ELU`. Any shape in, the same shape out. */
export interface Elu {
  readonly kind: "elu";
  readonly alpha: number;
}

export interface EluOptions {
  /** Where it saturates: at −alpha. */
  readonly alpha?: number;
}

export function elu(options: EluOptions = {}): Elu {
  known("elu", options, "alpha");
  return checked(eluRules.fields, { kind: "elu", alpha: options.alpha ?? 1 });
}

export const eluRules: Rules<Elu> = pointwiseRules(
  { summary: "A ReLU that bends smoothly to −α.", onnx: "Elu", pytorch: "ELU", keras: "ELU", source: "arXiv:1511.07289, equation 15" },
  { alpha: real(0) },
);

/** α·(e^x − 1) below zero and x above; SELU is this, scaled. */
export const exponentialLinear = (alpha: number, scale: number): Pick<PointwiseActivation, "f" | "slope" | "range"> => ({
  f: (x) => scale * (x > 0 ? x : alpha * Math.expm1(x)),
  slope: (x) => scale * (x > 0 ? 1 : alpha * Math.exp(x)),
  range: alpha > 0 ? open(-scale * alpha, Infinity) : least(0),
});

export const eluActivation = ({ alpha }: Elu): Activation => ({
  acts: "pointwise",
  formula: { text: "x if x > 0, else α·(e^x − 1)", latex: "\\begin{cases}x & x > 0\\\\\\alpha\\,(e^x - 1) & x \\le 0\\end{cases}" },
  derivative: { text: "1 if x > 0, else α·e^x", latex: "\\begin{cases}1 & x > 0\\\\\\alpha\\,e^x & x \\le 0\\end{cases}" },
  ...exponentialLinear(alpha, 1),
  monotonic: alpha > 0 ? "strictly" : "weakly",
  kinks: alpha === 1 ? [] : [0],
});
