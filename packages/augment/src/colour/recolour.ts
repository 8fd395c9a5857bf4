import { AugmentError } from "../error.ts";
import type { Fields } from "../field.ts";
import type { Image, ImageShape } from "../image.ts";
import type { OperationRow } from "../operationRow.ts";

/** An image whose bytes are plain ones: a number stored into them is rounded down, as torchvision does it. */
export interface Plain {
  readonly shape: ImageShape;
  readonly data: Uint8Array | Float32Array;
}

/** Pixels as operations of colour make them. */
export type PlainPixels = Plain["data"];

/** The row of an operation that gives each pixel other numbers and leaves it where it is, so masks, boxes and keypoints stay. */
export const recolour = <O>(fields: Fields<O>, pixels: (image: Plain, operation: O) => PlainPixels): OperationRow<O> => ({
  fields,
  apply: (sample, operation) => ({ ...sample, image: withPixels(sample.image, pixels(plain(sample.image), operation)) }),
});

/** The same bytes, neither clamped nor as a `Buffer`, such as files and sharp give: the `slice` of that one copies nothing, and the caller's picture would be changed. */
export const plain = ({ shape, data }: Image): Plain => ({ shape, data: data instanceof Float32Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.length) });

/** Pixels for an image of the same kind. */
export const withPixels = ({ shape, data }: Image, pixels: PlainPixels, after: ImageShape = shape): Image => ({
  shape: after,
  data: data instanceof Uint8ClampedArray ? new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length) : pixels,
});

/** An array of the same kind, of zeros. */
export const emptyLike = (data: PlainPixels): PlainPixels => (data instanceof Float32Array ? new Float32Array(data.length) : new Uint8Array(data.length));

/** @throws AugmentError unless the image has three channels or one. */
export function colourOrGrey(kind: string, { shape: [, , channels] }: Plain): "colour" | "grey" {
  if (channels === 3) return "colour";
  if (channels === 1) return "grey";
  throw new AugmentError(`${kind}: the image must have 3 channels (red, green, blue) or 1 (grey). Received ${channels}. Take such a channel as alpha out before.`);
}
