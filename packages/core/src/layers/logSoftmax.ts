import { open, type Activation } from "../activation.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";
import { alongLast, softmaxOf } from "./softmax.ts";

/** The logarithm of `softmax` along the last axis. ONNX `LogSoftmax`, PyTorch `LogSoftmax`, Keras `log_softmax`. Any shape in, the same shape out. */
export interface LogSoftmax {
  readonly kind: "logSoftmax";
}

export const logSoftmax = (): LogSoftmax => ({ kind: "logSoftmax" });

export const logSoftmaxRules: Rules<LogSoftmax> = {
  ...pointwiseRules<LogSoftmax>(
    { summary: "Turns scores into logarithms of probabilities.", onnx: "LogSoftmax", pytorch: "LogSoftmax", keras: "log_softmax", source: "Bridle 1990" },
    {},
  ),
  windows: alongLast,
};

export const logSoftmaxActivation = (): Activation => ({
  acts: "row",
  formula: { text: "y_i = x_i − ln Σ_j e^x_j", latex: "y_i = x_i - \\ln \\sum_j e^{x_j}" },
  derivative: { text: "∂y_i/∂x_j = δ_ij − e^y_j", latex: "\\frac{\\partial y_i}{\\partial x_j} = \\delta_{ij} - e^{y_j}" },
  f(row) {
    const most = Math.max(...row);
    const log = Math.log(row.reduce((sum, x) => sum + Math.exp(x - most), 0));
    return row.map((x) => x - most - log);
  },
  jacobian(row) {
    const p = softmaxOf(row);
    return row.map((_, i) => p.map((b, j) => (i === j ? 1 : 0) - b));
  },
  range: open(-Infinity, 0),
  monotonic: "strictly",
});
