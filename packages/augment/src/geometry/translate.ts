import { range, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { affinity } from "./matrix.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "./sampler.ts";
import { warped } from "./warp.ts";

/** The image shifted by whole pixels. PyTorch: RandomAffine's `translate`. Keras: RandomTranslation. */
export interface Translate extends Chance, Sampling {
  readonly kind: "translate";
  /** To the right, as a part of the width. */
  readonly x: Range;
  /** Down, as a part of the height. */
  readonly y: Range;
}

const part = range({ min: -1, max: 1, fallback: [0, 0] });

export const translateStep: StepRow<Translate> = {
  fields: { x: part, y: part, ...samplingFields("nearest") },
  draw: (step, random, shape) => {
    const [x, y] = [Math.round(random.uniform(...step.x) * shape[1]), Math.round(random.uniform(...step.y) * shape[0])];
    return [warped(`translate ${x}, ${y}`, affinity({ translate: [x, y] }, shape), step)];
  },
};

export interface TranslateOptions extends SamplingOptions {
  /** Parts of the width and the height: `[low, high]`, or one number for as much to either side; 0 unless given. */
  readonly x?: number | Range;
  readonly y?: number | Range;
}

/** A step that shifts the image: `translate({ x: 0.1, y: 0.1 })` by up to a tenth each way. */
export const translate = (options: TranslateOptions): Translate => make("translate", translateStep, options);
