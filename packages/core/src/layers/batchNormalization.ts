import { affineFields, affineParameters, affineWeights, type Affine, type AffineOptions } from "../affine.ts";
import { check } from "../errors.ts";
import { quantity, times } from "../expression.ts";
import { checked, flag, known, real } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { formatShape, type Shape } from "../shape.ts";
import { step } from "../step.ts";
import { channelsOf, pointwise, shapeOf } from "../window.ts";

/**
 * Gives every channel mean 0 and variance 1 over the batch and all positions, then a learned scale and shift. Works on maps,
 * sequences and vectors. ONNX `BatchNormalization`, PyTorch `BatchNorm1d` and `BatchNorm2d`, Keras `BatchNormalization`.
 *
 * In training the batch's own mean and biased variance normalise, and the running ones move towards the batch's mean and
 * unbiased variance by `momentum`; at inference the running ones normalise.
 *
 * input `[…, C]` · weight `[C]` · bias `[C]` · running_mean `[C]` · running_var `[C]` · output `[…, C]`
 */
export interface BatchNormalization extends Affine {
  readonly kind: "batchNormalization";
  readonly epsilon: number;
  readonly momentum: number;
  readonly trackRunningStats: boolean;
}

export interface BatchNormalizationOptions extends AffineOptions {
  /** Added to the variance, so that a constant channel is not divided by zero. */
  readonly epsilon?: number;
  /** How much of the batch enters the running statistics at each step, as in PyTorch; Keras writes one minus this. */
  readonly momentum?: number;
  /** Without running statistics the batch's own are used at inference too. */
  readonly trackRunningStats?: boolean;
}

/** Batch normalisation with epsilon 1e-5 and momentum 0.1 unless said otherwise: `batchNormalization({ epsilon: 1e-3 })`. */
export function batchNormalization(options: BatchNormalizationOptions = {}): BatchNormalization {
  known("batchNormalization", options, "epsilon", "momentum", "scale", "center", "trackRunningStats");
  const { epsilon = 1e-5, momentum = 0.1, scale = true, center = true, trackRunningStats = true } = options;
  return checked(batchNormalizationRules.fields, { kind: "batchNormalization", epsilon, momentum, scale, center, trackRunningStats });
}

/**
 * How many values a channel has in a batch of `batch` samples of a shape.
 *
 * @throws LayerError when it is one: normalised by itself it would always be zero.
 */
export function valuesPerChannel(batch: number, sample: Shape): number {
  const count = sample.slice(0, -1).reduce((n, size) => n * size, batch);
  check(
    count > 1,
    "batchNormalization",
    `training needs more than one value per channel. Received a batch of ${batch} × ${formatShape(sample)}, which has one. Use a larger batch, or layerNormalization.`,
  );
  return count;
}

export const batchNormalizationRules: Rules<BatchNormalization> = {
  doc: {
    summary: "Gives every channel mean 0 and variance 1 over the batch, then a learned scale and shift.",
    onnx: "BatchNormalization", pytorch: "BatchNorm2d", keras: "BatchNormalization",
    source: "arXiv:1502.03167, algorithms 1 and 2",
  },
  arity: 1,
  work: "normalization",
  fields: { epsilon: real(0), momentum: real(0, 1), ...affineFields, trackRunningStats: flag },
  outputShape: (_, inputs) => shapeOf(inputs),

  weights(layer, inputs): WeightSpecs {
    const shape = [channelsOf(inputs)];
    return {
      ...affineWeights(layer, shape),
      ...(layer.trackRunningStats && { running_mean: { shape, trainable: false, role: "mean" }, running_var: { shape, trainable: false, role: "variance" } }),
    };
  },

  macs: () => 0,
  /** At inference, when the statistics are fixed. */
  windows: pointwise,

  derive(layer, inputs) {
    const c = quantity("c", channelsOf(inputs));
    if (layer.scale || layer.center) return [step("parameters", affineParameters(layer, [c]), "γ and β for each channel; the running mean and variance are not learned")];
    return layer.trackRunningStats ? [step("kept numbers", times(2, c), "the running mean and variance of each channel; nothing is learned")] : [];
  },
};
