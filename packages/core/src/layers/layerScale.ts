import { quantity } from "../expression.ts";
import { checked, known, real } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { step } from "../step.ts";
import { channelsOf, pointwise, shapeOf } from "../window.ts";

/**
 * Multiplies each channel by a learned number that starts near zero, so that a deep residual net begins as the identity.
 * ONNX `Mul`, torchvision `CNBlock.layer_scale`, Keras none.
 *
 * input `[…, C]` · layer_scale `[C]` · output `[…, C]`
 */
export interface LayerScale {
  readonly kind: "layerScale";
  readonly initialValue: number;
}

export interface LayerScaleOptions {
  /** What every channel is multiplied by before training. */
  readonly initialValue?: number;
}

/** A learned factor per channel, 1e-6 at first as in ConvNeXt. */
export function layerScale(options: LayerScaleOptions = {}): LayerScale {
  known("layerScale", options, "initialValue");
  return checked(layerScaleRules.fields, { kind: "layerScale", initialValue: options.initialValue ?? 1e-6 });
}

export const layerScaleRules: Rules<LayerScale> = {
  doc: {
    summary: "Multiplies each channel by a learned number that starts near zero.",
    onnx: "Mul", pytorch: "torchvision CNBlock.layer_scale", keras: "",
    source: "arXiv:2103.17239, equation 4",
  },
  arity: 1,
  work: "other",
  fields: { initialValue: real() },
  outputShape: (_, inputs) => shapeOf(inputs),

  weights({ initialValue }, inputs): WeightSpecs {
    const channels = channelsOf(inputs);
    // torchvision keeps it in the shape of a map.
    const map = shapeOf(inputs).length === 3 && { torchShape: [channels, 1, 1] };
    return { layer_scale: { shape: [channels], trainable: true, role: "scale", initial: initialValue, ...map } };
  },

  macs: () => 0,
  windows: pointwise,
  derive: (_, inputs) => [step("parameters", quantity("c", channelsOf(inputs)), "one factor per channel")],
};
