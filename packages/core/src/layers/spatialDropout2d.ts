import { checked, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";
import { maps } from "../window.ts";

/**
 * Dropout of whole channels: neighbours in a picture are so alike that dropping single values hides little.
 * ONNX `Dropout` with a mask of channels, PyTorch `Dropout2d`, Keras `SpatialDropout2D`.
 *
 * input `[H, W, C]` · output `[H, W, C]`
 */
export interface SpatialDropout2d {
  readonly kind: "spatialDropout2d";
  readonly rate: number;
}

/** Drops one channel in two in training, or at `rate`. */
export function spatialDropout2d(rate: number = 0.5): SpatialDropout2d {
  return checked(spatialDropout2dRules.fields, { kind: "spatialDropout2d", rate });
}

export const spatialDropout2dRules: Rules<SpatialDropout2d> = {
  ...pointwiseRules<SpatialDropout2d>(
    { summary: "Makes random channels zero in training.", onnx: "Dropout", pytorch: "Dropout2d", keras: "SpatialDropout2D", source: "arXiv:1411.4280, section 3.2" },
    { rate: real(0, 1) },
  ),
  outputShape: (_, inputs) => maps("spatialDropout2d", inputs),
};
