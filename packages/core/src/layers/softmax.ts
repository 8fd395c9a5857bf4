import { open, type Activation } from "../activation.ts";
import type { Rules, Window } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";
import type { Shape } from "../shape.ts";
import { shapeOf } from "../window.ts";

/**
 * Turns the values along the last axis into probabilities that sum to 1. ONNX `Softmax`, PyTorch `Softmax` over the channels,
 * Keras `Softmax`. Any shape in, the same shape out.
 */
export interface Softmax {
  readonly kind: "softmax";
}

export const softmax = (): Softmax => ({ kind: "softmax" });

/** A row of values at one place is that place; a vector is all there is. */
export const alongLast = (_: unknown, inputs: readonly Shape[]): Window[] => [shapeOf(inputs).length > 1 ? "pointwise" : "global"];

export const softmaxRules: Rules<Softmax> = {
  ...pointwiseRules<Softmax>(
    { summary: "Turns scores into probabilities that sum to 1.", onnx: "Softmax", pytorch: "Softmax", keras: "Softmax", source: "Bridle 1990" },
    {},
  ),
  windows: alongLast,
};

/** The softmax of a row; the largest is taken away first, which changes nothing but keeps the exponentials finite. */
export function softmaxOf(row: readonly number[]): number[] {
  const most = Math.max(...row);
  const powers = row.map((x) => Math.exp(x - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}

export const softmaxActivation = (): Activation => ({
  acts: "row",
  formula: { text: "y_i = e^x_i / Σ_j e^x_j", latex: "y_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}" },
  derivative: { text: "∂y_i/∂x_j = y_i·(δ_ij − y_j)", latex: "\\frac{\\partial y_i}{\\partial x_j} = y_i\\,(\\delta_{ij} - y_j)" },
  f: softmaxOf,
  jacobian(row) {
    const y = softmaxOf(row);
    return y.map((a, i) => y.map((b, j) => a * ((i === j ? 1 : 0) - b)));
  },
  range: open(0, 1),
  monotonic: "strictly",
});
