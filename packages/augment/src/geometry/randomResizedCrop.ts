import { range, size, type Range } from "../field.ts";
import type { ImageShape } from "../image.ts";
import { make } from "../make.ts";
import type { Random } from "../random.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { cropped } from "./crop.ts";
import type { Interpolation } from "./interpolation.ts";
import { resamplingFields, resized, type ResamplingOptions } from "./resize.ts";

/** A part of random area and shape, resized. PyTorch: RandomResizedCrop. Keras: no such layer; keras-cv: RandomCropAndResize. */
export interface RandomResizedCrop extends Chance {
  readonly kind: "randomResizedCrop";
  readonly size: readonly [height: number, width: number];
  /** The part's area as a fraction of the image's. */
  readonly scale: Range;
  /** Its width over its height. */
  readonly ratio: Range;
  readonly interpolation: Interpolation;
  readonly antialias: boolean;
}

export const randomResizedCropStep: StepRow<RandomResizedCrop> = {
  fields: {
    size: size(),
    scale: range({ min: 0, max: 1, around: 1, fallback: [0.08, 1] }),
    ratio: range({ min: 0.001, max: 1_000, around: 1, fallback: [3 / 4, 4 / 3] }),
    ...resamplingFields,
  },
  draw: (step, random, shape) => {
    const [top, left, height, width] = part(step, random, shape);
    return [cropped(top, left, [height, width], { border: "constant", fill: [0] }), resized(step.size, step)];
  },
};

const tries = 10;

/** Top, left, height and width: the area uniform, the ratio uniform in its logarithm; after ten parts that are too long for the image, its middle. */
function part({ scale, ratio }: RandomResizedCrop, random: Random, [rows, columns]: ImageShape): readonly [number, number, number, number] {
  for (let i = 0; i < tries; i++) {
    const area = rows * columns * random.uniform(scale[0], scale[1]);
    const long = Math.exp(random.uniform(Math.log(ratio[0]), Math.log(ratio[1])));
    const [height, width] = [Math.round(Math.sqrt(area / long)), Math.round(Math.sqrt(area * long))];
    if (height >= 1 && width >= 1 && height <= rows && width <= columns) return [random.integer(rows - height + 1), random.integer(columns - width + 1), height, width];
  }
  const width = Math.max(1, Math.min(columns, Math.round(rows * ratio[1])));
  const height = Math.max(1, Math.min(rows, Math.round(columns / ratio[0])));
  return [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2), height, width];
}

export interface RandomResizedCropOptions extends ResamplingOptions {
  /** Pixels of the result, for both sides or as `[height, width]`. */
  readonly size: number | readonly [height: number, width: number];
  /** `[least, most]` of the image's area, or one number: how far below 1; [0.08, 1] unless given. */
  readonly scale?: number | Range;
  /** `[least, most]` of width over height, or one number: how far from 1; [3/4, 4/3] unless given. */
  readonly ratio?: number | Range;
}

/** A step that takes a part of random area and shape and resizes it, such as `randomResizedCrop({ size: 224 })` (Szegedy et al., arXiv:1409.4842, section 6). */
export const randomResizedCrop = (options: RandomResizedCropOptions): RandomResizedCrop => make("randomResizedCrop", randomResizedCropStep, options);
