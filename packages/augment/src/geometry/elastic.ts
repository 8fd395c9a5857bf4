import { number, whole } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import { randomOf } from "../random.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { displaced, displacementOf } from "./displacement.ts";
import { followBoxes, followKeypoints } from "./follow.ts";
import { maskAt, pixelsAt, samplingFields, type Sampling, type SamplingOptions } from "./sampler.ts";

interface Waves extends Sampling {
  /** How strong: half of it, in pixels, times a smoothed noise between −1 and 1. */
  readonly alpha: number;
  /** How smooth: the deviation of the Gaussian, in pixels. */
  readonly sigma: number;
}

/** Each pixel shows a place a little beside it, neighbours alike: handwriting by another hand, a picture under water. */
export interface ElasticallyMoved extends Labelled, Waves {
  readonly kind: "elastic";
  /** 32 bits, of which the noise is made. */
  readonly seed: number;
}

/**
 * Simard, Steinkraus & Platt, "Best practices for convolutional neural networks applied to visual document analysis", 2003, section 2.
 * PyTorch: ElasticTransform, whose `alpha` also counts half pixels, but on an image that is no square by the other side. Keras: RandomElasticTransform.
 */
export interface Elastic extends Chance, Waves {
  readonly kind: "elastic";
}

const fields = { alpha: number({ min: 0, max: 100_000, fallback: 50 }), sigma: number({ min: 0, max: 256, fallback: 5 }), ...samplingFields("bilinear") };

export const elasticOperation: OperationRow<ElasticallyMoved> = {
  fields: { ...fields, seed: whole({ min: 0, max: 2 ** 32 - 1 }) },
  apply: ({ image, mask, boxes, keypoints }, operation) => {
    const { shape } = image;
    const { uniform } = randomOf(operation.seed);
    const noise = new Float32Array(2 * shape[0] * shape[1]);
    for (let i = 0; i < noise.length; i++) noise[i] = uniform(-1, 1);
    const places = displaced(displacementOf(noise, shape, operation), shape);
    return {
      image: { shape, data: pixelsAt("elastic", image, places, operation) },
      ...(mask && { mask: maskAt(mask, shape, places, operation.border) }),
      ...(boxes && { boxes: followBoxes(boxes, places, shape) }),
      ...(keypoints && { keypoints: followKeypoints(keypoints, places, shape) }),
    };
  },
};

export const elasticStep: StepRow<Elastic> = {
  fields,
  draw: ({ alpha, sigma, interpolation, border, fill }, random) => [
    { kind: "elastic", alpha, sigma, seed: random.seed(), interpolation, border, fill, label: `elastic α ${alpha}, σ ${sigma}` },
  ],
};

export interface ElasticOptions extends SamplingOptions {
  /** How strong; 50 unless given. */
  readonly alpha?: number;
  /** How smooth, in pixels; 5 unless given. */
  readonly sigma?: number;
}

/** A step that bends the image smoothly. Bilinear unless `interpolation` is given. */
export const elastic = (options: ElasticOptions = {}): Elastic => make("elastic", elasticStep, options);
