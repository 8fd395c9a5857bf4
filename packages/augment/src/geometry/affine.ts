import { numbers, range, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { affinity } from "./matrix.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "./sampler.ts";
import { zooming } from "./scale.ts";
import { leaning } from "./shear.ts";
import { warped } from "./warp.ts";

/**
 * The image sheared, zoomed and turned about its middle, then shifted, looked up once. PyTorch: RandomAffine, whose angles are clockwise where
 * these are counter-clockwise as everywhere here. Keras: RandomRotation, RandomShear, RandomZoom and RandomTranslation in one.
 */
export interface Affine extends Chance, Sampling {
  readonly kind: "affine";
  /** Counter-clockwise. */
  readonly degrees: Range;
  /** The most by which it is shifted either way, as parts of the width and the height. */
  readonly translate: readonly number[];
  readonly scale: Range;
  /** Degrees by which upright lines lean, and level ones. */
  readonly shear: Range;
  readonly shearY: Range;
}

export const affineStep: StepRow<Affine> = {
  fields: {
    degrees: range({ min: -360, max: 360 }),
    translate: numbers({ min: 0, max: 1, length: 2, fallback: [0, 0] }),
    scale: range({ ...zooming, around: 1, fallback: [1, 1] }),
    shear: range({ ...leaning, fallback: [0, 0] }),
    shearY: range({ ...leaning, fallback: [0, 0] }),
    ...samplingFields("nearest"),
  },
  draw: (step, random, shape) => {
    const [right = 0, down = 0] = step.translate;
    const degrees = random.uniform(...step.degrees);
    const [x, y] = [Math.round(random.uniform(-right, right) * shape[1]), Math.round(random.uniform(-down, down) * shape[0])];
    const scale = random.uniform(...step.scale);
    const shear = [random.uniform(...step.shear), random.uniform(...step.shearY)] as const;
    const parts = [degrees && `rotate ${degrees.toFixed(1)}°`, (x || y) && `translate ${x}, ${y}`, scale !== 1 && `scale ×${scale.toFixed(2)}`, (shear[0] || shear[1]) && `shear ${shear[0].toFixed(1)}°, ${shear[1].toFixed(1)}°`];
    const label = parts.filter(Boolean).join(", ") || "affine";
    return [warped(label, affinity({ degrees, translate: [x, y], scale, shear }, shape), step)];
  },
};

export interface AffineOptions extends SamplingOptions {
  /** Counter-clockwise: `[low, high]`, or one number for as much to either side. */
  readonly degrees: number | Range;
  /** Parts of the width and the height, each the most to either side; [0, 0] unless given. */
  readonly translate?: readonly [x: number, y: number];
  /** Factors `[low, high]`, or one number: how far from 1; 1 unless given. */
  readonly scale?: number | Range;
  /** Degrees by which upright lines lean; 0 unless given. */
  readonly shear?: number | Range;
  /** Degrees by which level lines lean; 0 unless given. */
  readonly shearY?: number | Range;
}

/** A step of rotation, shift, zoom and shear at once. Nearest pixels unless `interpolation` is given. */
export const affine = (options: AffineOptions): Affine => make("affine", affineStep, options);
