import { whole } from "../field.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "../geometry/sampler.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { drawName, drawPrimitive, trivialAugmentSpace } from "./spaces.ts";

/** One of 14 operations, as strong as chance has it: nothing to tune (Müller and Hutter, arXiv:2103.10158). torchvision: TrivialAugmentWide. */
export interface TrivialAugment extends Chance, Sampling {
  readonly kind: "trivialAugment";
  readonly bins: number;
}

export const trivialAugmentStep: StepRow<TrivialAugment> = {
  fields: { bins: whole({ min: 2, max: 1_000, fallback: 31 }), ...samplingFields("nearest") },
  draw: ({ bins, interpolation, border, fill }, random, shape) =>
    drawPrimitive(trivialAugmentSpace, drawName(trivialAugmentSpace, random), { bin: random.integer(bins), bins }, random, shape, { interpolation, border, fill }),
};

/** A step of one operation, as strong as one of `bins` magnitudes, 31 unless given. */
export const trivialAugment = (options: SamplingOptions & { readonly bins?: number } = {}): TrivialAugment => make("trivialAugment", trivialAugmentStep, options);
