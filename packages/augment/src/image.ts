import { AugmentError } from "./error.ts";

/** `[height, width, channels]` of one image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Numbers of an image: bytes of 0 … 255, or floats of 0 … 1. Every step takes either and gives the same, but for `normalize`, which gives floats. */
export type Pixels = Uint8Array | Uint8ClampedArray | Float32Array;

/** One image, `[H, W, C]`, row after row. Colour steps take three channels for red, green and blue, and one for grey. */
export interface Image {
  readonly shape: ImageShape;
  readonly data: Pixels;
}

/** The number that stands for white: 255 of bytes, 1 of floats. Options that are levels, such as `fill`, are of 0 … 255 for either. */
export const whiteOf = (pixels: Pixels): number => (pixels instanceof Float32Array ? 1 : 255);

/** Numbers that one image may have: 1 GiB of floats. */
const most = 2 ** 28;

/** @throws AugmentError for more numbers than an image may have. */
export function checkLength(length: number): number {
  if (length > most) throw new AugmentError(`image: may become at most ${most} numbers. Received ${length}. Ask for a smaller size.`);
  return length;
}

/**
 * An array of the same kind, of zeros.
 *
 * @throws AugmentError for more numbers than an image may have.
 */
export function pixelsLike(pixels: Pixels, length: number): Pixels {
  checkLength(length);
  if (pixels instanceof Float32Array) return new Float32Array(length);
  return pixels instanceof Uint8ClampedArray ? new Uint8ClampedArray(length) : new Uint8Array(length);
}

/** Floats as the kind of numbers that an image has: its own floats, or bytes, rounded (halves to the even one, as PyTorch does) and cut at 0 and 255. */
export function pixelsFrom(values: Float32Array, kind: Pixels): Pixels {
  if (kind instanceof Float32Array) return values;
  const bytes = new Uint8ClampedArray(values);
  return kind instanceof Uint8ClampedArray ? bytes : new Uint8Array(bytes.buffer);
}
