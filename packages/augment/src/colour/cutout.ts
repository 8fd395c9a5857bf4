import { levels, size, whole } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";

/** Squares of one colour anywhere in the image. DeVries & Taylor 2017, arXiv:1708.04552. */
export interface Cutout extends Chance {
  readonly kind: "cutout";
  /** `[height, width]` in pixels. */
  readonly size: readonly [height: number, width: number];
  readonly holes: number;
  /** A level of 0 … 255 for each channel, or one for all. */
  readonly fill: readonly number[];
}

export const cutoutStep: StepRow<Cutout> = {
  fields: { size: size({ fallback: [16, 16] }), holes: whole({ min: 1, max: 100, fallback: 1 }), fill: levels(0) },
  draw: ({ size, holes, fill }, random, [rows, columns]) =>
    Array.from({ length: holes }, () => {
      // Its middle lies anywhere in the image, so that it may reach beyond: without that it does worse, section 3.2 says.
      const top = random.integer(rows) - Math.floor(size[0] / 2);
      const left = random.integer(columns) - Math.floor(size[1] / 2);
      return { kind: "erase" as const, top, left, size, fill, label: `cutout ${size.join("×")} at ${left}, ${top}` };
    }),
};

/**
 * A step that blackens a square whose middle lies anywhere in the image: 16×16, the best of CIFAR-10, unless given. Masks, boxes and
 * keypoints stay.
 */
export const cutout = (options: { readonly size?: number | readonly [number, number]; readonly holes?: number; readonly fill?: number | readonly number[]; readonly p?: number } = {}): Cutout =>
  make("cutout", cutoutStep, options);
