import { range, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { affinity } from "./matrix.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "./sampler.ts";
import { warped } from "./warp.ts";

/** The image turned about its middle. PyTorch: RandomRotation. Keras: RandomRotation, whose `factor` is a part of the full turn: 0.1 is 36°. */
export interface Rotate extends Chance, Sampling {
  readonly kind: "rotate";
  /** Counter-clockwise. */
  readonly degrees: Range;
}

export const rotateStep: StepRow<Rotate> = {
  fields: { degrees: range({ min: -360, max: 360 }), ...samplingFields("nearest") },
  draw: (step, random, shape) => {
    const degrees = random.uniform(...step.degrees);
    return [warped(`rotate ${degrees.toFixed(1)}°`, affinity({ degrees }, shape), step)];
  },
};

export interface RotateOptions extends SamplingOptions {
  /** Counter-clockwise: `[low, high]`, or one number for as much to either side. */
  readonly degrees: number | Range;
}

/** A step that turns the image by a random angle; what turns out of its frame is lost. Nearest pixels unless `interpolation` is given. */
export const rotate = (options: RotateOptions): Rotate => make("rotate", rotateStep, options);
