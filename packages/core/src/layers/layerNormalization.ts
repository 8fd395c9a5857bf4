import { affineFields, affineParameters, affineWeights, type Affine, type AffineOptions } from "../affine.ts";
import { quantity } from "../expression.ts";
import { checked, known, oneOf, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { step } from "../step.ts";
import { shapeOf } from "../window.ts";
import { alongLast } from "./softmax.ts";

/**
 * Gives every sample mean 0 and variance 1, then a learned scale and shift. Over the last axis each position is normalised
 * by itself, as in ViT and ConvNeXt; over all axes a sample is normalised as a whole.
 * ONNX `LayerNormalization`, PyTorch `LayerNorm`, Keras `LayerNormalization`.
 *
 * input `[…, C]` · weight and bias `[C]`, or of the input's shape over all axes · output `[…, C]`
 */
export interface LayerNormalization extends Affine {
  readonly kind: "layerNormalization";
  readonly axes: "last" | "all";
  readonly epsilon: number;
}

export interface LayerNormalizationOptions extends AffineOptions {
  readonly axes?: "last" | "all";
  readonly epsilon?: number;
}

/** Layer normalisation over the channels with epsilon 1e-5 unless said otherwise; ConvNeXt and ViT have 1e-6. */
export function layerNormalization(options: LayerNormalizationOptions = {}): LayerNormalization {
  known("layerNormalization", options, "axes", "epsilon", "scale", "center");
  const { axes = "last", epsilon = 1e-5, scale = true, center = true } = options;
  return checked(layerNormalizationRules.fields, { kind: "layerNormalization", axes, epsilon, scale, center });
}

export const layerNormalizationRules: Rules<LayerNormalization> = {
  doc: {
    summary: "Gives every sample, or each of its positions, mean 0 and variance 1, then a learned scale and shift.",
    onnx: "LayerNormalization", pytorch: "LayerNorm", keras: "LayerNormalization",
    source: "arXiv:1607.06450, equation 4",
  },
  arity: 1,
  work: "normalization",
  fields: { axes: oneOf("last", "all"), epsilon: real(0), ...affineFields },
  outputShape: (_, inputs) => shapeOf(inputs),

  weights(layer, inputs) {
    const shape = layer.axes === "last" ? shapeOf(inputs).slice(-1) : shapeOf(inputs);
    // PyTorch keeps the channels first.
    return affineWeights(layer, shape, shape.length > 1 ? [shape.length - 1, ...shape.slice(1).keys()] : undefined);
  },

  macs: () => 0,
  windows: (layer, inputs) => (layer.axes === "last" ? alongLast(layer, inputs) : ["global"]),

  derive(layer, inputs) {
    if (!layer.scale && !layer.center) return [];
    const sizes = shapeOf(inputs);
    return layer.axes === "last"
      ? [step("parameters", affineParameters(layer, [quantity("c", sizes.at(-1) ?? 0)]), "γ and β for each channel")]
      : [step("parameters", affineParameters(layer, sizes.map((n, i) => quantity(`n_${i + 1}`, n))), "γ and β for each value of a sample")];
  },
};
