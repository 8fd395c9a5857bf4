import { range, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { affinity } from "./matrix.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "./sampler.ts";
import { warped } from "./warp.ts";

/** The image zoomed about its middle, its size kept. PyTorch: RandomAffine's `scale`. Keras: RandomZoom, whose factor 0.2 means smaller, 1 / 1.2. */
export interface Scale extends Chance, Sampling {
  readonly kind: "scale";
  /** Above 1 the picture gets larger. */
  readonly factor: Range;
}

export const zooming: { readonly min: number; readonly max: number } = { min: 0.001, max: 1_000 };

export const scaleStep: StepRow<Scale> = {
  fields: { factor: range({ ...zooming, around: 1 }), ...samplingFields("nearest") },
  draw: (step, random, shape) => {
    const factor = random.uniform(...step.factor);
    return [warped(`scale ×${factor.toFixed(2)}`, affinity({ scale: factor }, shape), step)];
  },
};

export interface ScaleOptions extends SamplingOptions {
  /** `[low, high]`, or one number: how far from 1. */
  readonly factor: number | Range;
}

/** A step that zooms: `scale({ factor: [0.8, 1.2] })`. Nearest pixels unless `interpolation` is given. */
export const scale = (options: ScaleOptions): Scale => make("scale", scaleStep, options);
