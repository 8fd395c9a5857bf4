import { number } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { toCorners } from "./matrix.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "./sampler.ts";
import { warped } from "./warp.ts";

/**
 * The image as if seen from elsewhere: each corner moved inwards. PyTorch: RandomPerspective, which moves by whole pixels. Keras: RandomPerspective.
 */
export interface Perspective extends Chance, Sampling {
  readonly kind: "perspective";
  /** The most by which a corner moves, as a part of half the width and half the height. */
  readonly distortion: number;
}

/** With corners that move further, up to two thirds of half a side, the picture could fold over itself. */
const widest = 0.66;

export const perspectiveStep: StepRow<Perspective> = {
  fields: { distortion: number({ min: 0, max: widest, fallback: 0.5 }), ...samplingFields("bilinear") },
  chance: 0.5,
  draw: (step, random, shape) => {
    const [height, width] = shape;
    const x = (): number => random.uniform(0, (step.distortion * width) / 2);
    const y = (): number => random.uniform(0, (step.distortion * height) / 2);
    const corners = [[x(), y()], [width - x(), y()], [width - x(), height - y()], [x(), height - y()]] as const;
    return [warped("perspective", toCorners(shape, corners), step)];
  },
};

export interface PerspectiveOptions extends SamplingOptions {
  /** 0 … 0.66; 0.5 unless given (torchvision: `distortion_scale`, up to 1). */
  readonly distortion?: number;
}

/** A step that looks at the image from elsewhere, with probability `p`, ½ unless given. Bilinear unless `interpolation` is given. */
export const perspective = (options: PerspectiveOptions = {}): Perspective => make("perspective", perspectiveStep, options);
