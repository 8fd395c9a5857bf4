import { size } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import type { Border } from "./border.ts";
import { beyondFields, cropped, type BeyondOptions } from "./crop.ts";

/** The part of this size in the middle of the image. PyTorch: CenterCrop. Keras: CenterCrop, which enlarges a smaller image where this looks beyond it. */
export interface CenterCrop extends Chance {
  readonly kind: "centerCrop";
  readonly size: readonly [height: number, width: number];
  readonly border: Border;
  readonly fill: readonly number[];
}

export const centerCropStep: StepRow<CenterCrop> = {
  fields: { size: size(), ...beyondFields },
  draw: ({ size, border, fill }, _, [rows, columns]) => [cropped(middle(rows, size[0]), middle(columns, size[1]), size, { border, fill })],
};

/** Where the middle part begins. An odd difference is halved as torchvision does: to the even number when cutting, down when padding. */
function middle(there: number, wanted: number): number {
  const half = (there - wanted) / 2;
  if (Number.isInteger(half)) return half;
  return half > 0 ? 2 * Math.round(half / 2) : 0 - Math.floor(-half);
}

export interface CenterCropOptions extends BeyondOptions {
  /** Pixels, for both sides or as `[height, width]`. */
  readonly size: number | readonly [height: number, width: number];
}

/** A step that takes the middle of the image, such as `centerCrop({ size: 224 })` after `resize({ size: 256 })`. */
export const centerCrop = (options: CenterCropOptions): CenterCrop => make("centerCrop", centerCropStep, options);
