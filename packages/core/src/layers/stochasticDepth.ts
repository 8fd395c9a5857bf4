import { checked, known, oneOf, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/**
 * At the end of a residual body: in training, makes all of a sample zero with probability `rate`, so that only the shortcut is
 * left, and divides the others by 1 − rate. ONNX `Dropout` with a mask of samples, torchvision `StochasticDepth`, Keras none.
 * Any shape in, the same shape out.
 */
export interface StochasticDepth {
  readonly kind: "stochasticDepth";
  readonly rate: number;
  readonly mode: "row" | "batch";
}

export interface StochasticDepthOptions {
  /** Whether each sample is drawn for itself (`"row"`) or all of a batch together. */
  readonly mode?: "row" | "batch";
}

/** Drops a residual body for a share `rate` of the samples: `stochasticDepth(0.1)`. */
export function stochasticDepth(rate: number, options: StochasticDepthOptions = {}): StochasticDepth {
  known("stochasticDepth", options, "mode");
  return checked(stochasticDepthRules.fields, { kind: "stochasticDepth", rate, mode: options.mode ?? "row" });
}

export const stochasticDepthRules: Rules<StochasticDepth> = pointwiseRules(
  { summary: "Skips a residual body for random samples in training.", onnx: "Dropout", pytorch: "torchvision.ops.StochasticDepth", keras: "", source: "arXiv:1603.09382, section 3" },
  { rate: real(0, 1), mode: oneOf("row", "batch") },
);
