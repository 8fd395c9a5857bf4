import { checked, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";
import { steps } from "../window.ts";

/**
 * Dropout of whole channels: neighbours in a sequence are so alike that dropping single values hides little.
 * ONNX `Dropout` with a mask of channels, PyTorch `Dropout1d`, Keras `SpatialDropout1D`.
 *
 * input `[length, C]` · output `[length, C]`
 */
export interface SpatialDropout1d {
  readonly kind: "spatialDropout1d";
  readonly rate: number;
}

/** Drops one channel in two in training, or at `rate`. */
export function spatialDropout1d(rate: number = 0.5): SpatialDropout1d {
  return checked(spatialDropout1dRules.fields, { kind: "spatialDropout1d", rate });
}

export const spatialDropout1dRules: Rules<SpatialDropout1d> = {
  ...pointwiseRules<SpatialDropout1d>(
    { summary: "Makes random channels zero in training.", onnx: "Dropout", pytorch: "Dropout1d", keras: "SpatialDropout1D", source: "arXiv:1411.4280, section 3.2" },
    { rate: real(0, 1) },
  ),
  outputShape: (_, inputs) => steps("spatialDropout1d", inputs),
};
