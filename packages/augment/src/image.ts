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

/** An array of the same kind, of zeros. */
export function pixelsLike(pixels: Pixels, length: number): Pixels {
  if (pixels instanceof Float32Array) return new Float32Array(length);
  return pixels instanceof Uint8ClampedArray ? new Uint8ClampedArray(length) : new Uint8Array(length);
}
