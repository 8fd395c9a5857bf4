import { affineFields, affineParameters, affineWeights, type Affine, type AffineOptions } from "../affine.ts";
import { check } from "../errors.ts";
import { quantity } from "../expression.ts";
import { checked, known, real, whole } from "../field.ts";
import type { Rules } from "../layer.ts";
import { formatShape } from "../shape.ts";
import { step } from "../step.ts";
import { channelsOf, global, shapeOf } from "../window.ts";
import { multiples } from "./conv2d.ts";

/**
 * Gives every group of channels of a sample mean 0 and variance 1 over all positions, then a learned scale and shift for each
 * channel. As many groups as channels is instance normalisation, one group is layer normalisation over all axes.
 * ONNX `GroupNormalization`, PyTorch `GroupNorm`, Keras `GroupNormalization`.
 *
 * input `[…, C]` · weight `[C]` · bias `[C]` · output `[…, C]`
 */
export interface GroupNormalization extends Affine {
  readonly kind: "groupNormalization";
  readonly groups: number;
  readonly epsilon: number;
}

export interface GroupNormalizationOptions extends AffineOptions {
  readonly epsilon?: number;
}

/** Group normalisation, which does not depend on the batch: `groupNormalization(32)`. */
export function groupNormalization(groups: number, options: GroupNormalizationOptions = {}): GroupNormalization {
  known("groupNormalization", options, "epsilon", "scale", "center");
  const { epsilon = 1e-5, scale = true, center = true } = options;
  return checked(groupNormalizationRules.fields, { kind: "groupNormalization", groups, epsilon, scale, center });
}

export const groupNormalizationRules: Rules<GroupNormalization> = {
  doc: {
    summary: "Gives every group of channels of a sample mean 0 and variance 1, then a learned scale and shift.",
    onnx: "GroupNormalization", pytorch: "GroupNorm", keras: "GroupNormalization",
    source: "arXiv:1803.08494, equation 7",
  },
  arity: 1,
  work: "normalization",
  fields: { groups: whole(1), epsilon: real(0), ...affineFields },

  outputShape({ groups }, inputs) {
    const shape = shapeOf(inputs);
    const channels = channelsOf(inputs);
    check(
      channels % groups === 0,
      "groupNormalization",
      `input channels must divide into groups. Received ${formatShape(shape)}, groups=${groups}. Nearest that divide: ${multiples(channels, groups)}.`,
    );
    return shape;
  },

  weights: (layer, inputs) => affineWeights(layer, [channelsOf(inputs)]),
  macs: () => 0,
  windows: global,
  derive: (layer, inputs) =>
    layer.scale || layer.center ? [step("parameters", affineParameters(layer, [quantity("c", channelsOf(inputs))]), "γ and β for each channel")] : [],
};
