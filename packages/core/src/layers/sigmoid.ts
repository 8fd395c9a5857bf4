import { open, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/** The logistic function. ONNX `Sigmoid`, PyTorch `Sigmoid`, Keras `sigmoid`. Any shape in, the same shape out. */
export interface Sigmoid {
  readonly kind: "sigmoid";
}

export const sigmoid = (): Sigmoid => ({ kind: "sigmoid" });

export const sigmoidRules: Rules<Sigmoid> = pointwiseRules(
  { summary: "Squeezes any number into a probability.", onnx: "Sigmoid", pytorch: "Sigmoid", keras: "sigmoid", source: "Rumelhart, Hinton & Williams 1986" },
  {},
);

/** 1 / (1 + e^−x). */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

export const sigmoidActivation = (): Activation => ({
  acts: "pointwise",
  formula: { text: "1 / (1 + e^−x)", latex: "\\frac{1}{1 + e^{-x}}" },
  derivative: { text: "f(x)·(1 − f(x))", latex: "f(x)\\,(1 - f(x))" },
  f: logistic,
  slope: (x) => logistic(x) * logistic(-x),
  range: open(0, 1),
  monotonic: "strictly",
  kinks: [],
});
