import { AugmentError } from "../error.ts";
import { whole } from "../field.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "../geometry/sampler.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { drawName, drawPrimitive, randAugmentSpace } from "./spaces.ts";

/** So many of 14 operations, each as likely as the others, all equally strong (Cubuk et al., arXiv:1909.13719). torchvision: RandAugment. timm: `rand-m9-n2`. */
export interface RandAugment extends Chance, Sampling {
  readonly kind: "randAugment";
  /** N of the paper. */
  readonly count: number;
  /** M of the paper: which of the magnitudes, 0 … bins − 1. */
  readonly magnitude: number;
  readonly bins: number;
}

export const randAugmentStep: StepRow<RandAugment> = {
  fields: {
    count: whole({ min: 0, max: 100, fallback: 2 }),
    magnitude: whole({ min: 0, max: 999, fallback: 9 }),
    bins: whole({ min: 2, max: 1_000, fallback: 31 }),
    ...samplingFields("nearest"),
  },
  draw({ count, magnitude, bins, interpolation, border, fill }, random, shape) {
    if (magnitude >= bins) throw new AugmentError(`randAugment: magnitude must be less than bins, ${bins}. Received ${magnitude}.`);
    // None of them changes the shape, so that all are drawn for the same.
    return Array.from({ length: count }, () => drawPrimitive(randAugmentSpace, drawName(randAugmentSpace, random), { bin: magnitude, bins }, random, shape, { interpolation, border, fill })).flat();
  },
};

export interface RandAugmentOptions extends SamplingOptions {
  /** How many operations one after another; 2 unless given. */
  readonly count?: number;
  /** How strong, 0 … bins − 1; 9 unless given. */
  readonly magnitude?: number;
  /** How many magnitudes there are; 31 unless given. */
  readonly bins?: number;
}

/** A step of `count` operations of a policy without learned parts; pixels are moved to the nearest place unless `interpolation` is given. */
export const randAugment = (options: RandAugmentOptions = {}): RandAugment => make("randAugment", randAugmentStep, options);
