import { AugmentError } from "../error.ts";
import { size, whole } from "../field.ts";
import { make } from "../make.ts";
import type { Random } from "../random.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import type { Border } from "./border.ts";
import { beyondFields, cropped, furthest, type BeyondOptions } from "./crop.ts";

/** A part of this size anywhere in the image, after `padding` pixels were put around it. PyTorch: RandomCrop. Keras: RandomCrop. */
export interface RandomCrop extends Chance {
  readonly kind: "randomCrop";
  readonly size: readonly [height: number, width: number];
  readonly padding: number;
  readonly border: Border;
  readonly fill: readonly number[];
}

export const randomCropStep: StepRow<RandomCrop> = {
  fields: { size: size(), padding: whole({ min: 0, max: furthest, fallback: 0 }), ...beyondFields },
  draw: ({ size: [height, width], padding, border, fill }, random, shape) => {
    const top = start(random, "height", shape[0] + 2 * padding, height) - padding;
    const left = start(random, "width", shape[1] + 2 * padding, width) - padding;
    return [cropped(top, left, [height, width], { border, fill })];
  },
};

function start(random: Random, side: string, there: number, wanted: number): number {
  if (wanted > there) throw new AugmentError(`randomCrop: the ${side} must be at most that of the padded image, ${there}. Received ${wanted}. Give more padding, or resize first.`);
  return random.integer(there - wanted + 1);
}

export interface RandomCropOptions extends BeyondOptions {
  /** Pixels, for both sides or as `[height, width]`. */
  readonly size: number | readonly [height: number, width: number];
  /** Pixels put around the image first; 0 unless given. */
  readonly padding?: number;
}

/** A step that takes a part of the image, such as `randomCrop({ size: 32, padding: 4 })` for CIFAR (He et al., arXiv:1512.03385, section 4.2). */
export const randomCrop = (options: RandomCropOptions): RandomCrop => make("randomCrop", randomCropStep, options);
