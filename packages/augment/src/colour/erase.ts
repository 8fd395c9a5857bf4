import { levels, size, whole } from "../field.ts";
import { levelsOf } from "../geometry/border.ts";
import { whiteOf } from "../image.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import { randomOf } from "../random.ts";
import { noiseSeed } from "./noise.ts";
import { recolour, type Plain, type PlainPixels } from "./recolour.ts";

/** A rectangle of the image, which may reach beyond it. */
interface Rectangle {
  /** Rows above and columns left of it. */
  readonly top: number;
  readonly left: number;
  /** `[height, width]` in pixels. */
  readonly size: readonly [height: number, width: number];
}

/** A rectangle of one colour. The mask, boxes and keypoints under it stay: what is hidden is still there to be found. */
export interface Erased extends Labelled, Rectangle {
  readonly kind: "erase";
  /** A level of 0 … 255 for each channel, or one for all. */
  readonly fill: readonly number[];
}

/** A rectangle of noise, uniform from black to white, drawn from a seed. */
export interface ErasedWithNoise extends Labelled, Rectangle {
  readonly kind: "eraseWithNoise";
  /** A whole number of 32 bits. */
  readonly seed: number;
}

const furthest = 65_536;
const place = whole({ min: -furthest, max: furthest });

export const eraseOperation: OperationRow<Erased> = recolour({ top: place, left: place, size: size(), fill: levels(0) }, (image, operation) => {
  const colour = levelsOf("erase", operation.fill, image);
  return erasing(image, operation, (channel) => colour[channel] as number);
});

export const eraseWithNoiseOperation: OperationRow<ErasedWithNoise> = recolour({ top: place, left: place, size: size(), seed: noiseSeed }, (image, operation) => {
  const random = randomOf(operation.seed);
  const white = whiteOf(image.data);
  // 256 levels, each as likely: of bytes the fraction is dropped.
  const scale = white === 1 ? 1 : 256;
  return erasing(image, operation, () => random.uniform() * scale);
});

function erasing({ shape: [rows, columns, channels], data }: Plain, { top, left, size: [height, width] }: Rectangle, level: (channel: number) => number): PlainPixels {
  const result = data.slice();
  for (let y = Math.max(0, top); y < Math.min(rows, top + height); y++)
    for (let x = Math.max(0, left); x < Math.min(columns, left + width); x++)
      for (let c = 0; c < channels; c++) result[(y * columns + x) * channels + c] = level(c);
  return result;
}
