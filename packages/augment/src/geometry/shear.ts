import { range, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { affinity } from "./matrix.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "./sampler.ts";
import { warped } from "./warp.ts";

/** The image leaning, about its middle. PyTorch: RandomAffine's `shear`. Keras: RandomShear, whose factors are tangents of these angles. */
export interface Shear extends Chance, Sampling {
  readonly kind: "shear";
  /** Degrees by which upright lines lean: the top goes to the right. */
  readonly x: Range;
  /** Degrees by which level lines lean: the left side goes down. */
  readonly y: Range;
}

export const leaning: { readonly min: number; readonly max: number } = { min: -89, max: 89 };

export const shearStep: StepRow<Shear> = {
  fields: { x: range({ ...leaning, fallback: [0, 0] }), y: range({ ...leaning, fallback: [0, 0] }), ...samplingFields("nearest") },
  draw: (step, random, shape) => {
    const [x, y] = [random.uniform(...step.x), random.uniform(...step.y)];
    return [warped(`shear ${x.toFixed(1)}°, ${y.toFixed(1)}°`, affinity({ shear: [x, y] }, shape), step)];
  },
};

export interface ShearOptions extends SamplingOptions {
  /** Degrees: `[low, high]`, or one number for as much to either side; 0 unless given. */
  readonly x?: number | Range;
  readonly y?: number | Range;
}

/** A step that lets the image lean. Nearest pixels unless `interpolation` is given. */
export const shear = (options: ShearOptions): Shear => make("shear", shearStep, options);
