import { AugmentError } from "../error.ts";
import { whiteOf, type Image } from "../image.ts";

/** A canvas's `ImageData`, or raw RGBA of anything else: `[H, W, 4]` bytes, the colours not multiplied by alpha. */
export interface RgbaPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Colours and opacity apart. */
export interface Opaque {
  /** `[H, W, 3]` bytes. */
  readonly image: Image;
  /** `[H, W]`, 255 is opaque. Given to `augment` as the mask, it is moved with the image, and what comes in from beyond is transparent. */
  readonly alpha: Uint8Array;
}

/**
 * What a canvas shows as an image of three channels, its alpha beside it.
 *
 * @throws AugmentError when the data are not four bytes a pixel.
 */
export function fromImageData({ width, height, data }: RgbaPixels): Opaque {
  const pixels = width * height;
  if (data.length !== 4 * pixels) throw new AugmentError(`fromImageData: data must hold ${height}×${width}×4 = ${4 * pixels} bytes. Received ${data.length}.`);
  const [colours, alpha] = [new Uint8Array(3 * pixels), new Uint8Array(pixels)];
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) colours[3 * i + c] = data[4 * i + c] as number;
    alpha[i] = data[4 * i + 3] as number;
  }
  return { image: { shape: [height, width, 3], data: colours }, alpha };
}

/** RGBA in an array that `new ImageData(data, width, height)` takes. */
export interface CanvasPixels extends RgbaPixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * An image as a canvas takes it: `context.putImageData(new ImageData(data, width, height), 0, 0)`. Grey becomes three equal channels,
 * floats of 0 … 1 become bytes, rounded and cut.
 *
 * @param alpha `[H, W]`; opaque unless given
 * @throws AugmentError for an image of other than 1, 3 or 4 channels, or an alpha of another size.
 */
export function toImageData({ shape: [height, width, channels], data }: Image, alpha?: ArrayLike<number>): CanvasPixels {
  const pixels = width * height;
  if (![1, 3, 4].includes(channels)) throw new AugmentError(`toImageData: an image must have 1, 3 or 4 channels. Received ${channels}.`);
  if (data.length !== pixels * channels) throw new AugmentError(`toImageData: data must hold ${height}×${width}×${channels} = ${pixels * channels} numbers. Received ${data.length}.`);
  if (alpha !== undefined && alpha.length !== pixels) throw new AugmentError(`toImageData: alpha must hold a number for each of the ${height}×${width} pixels. Received ${alpha.length}.`);
  const scale = 255 / whiteOf(data);
  const rgba = new Uint8ClampedArray(4 * pixels);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = scale * (data[channels === 1 ? i : channels * i + c] as number);
    rgba[4 * i + 3] = alpha?.[i] ?? (channels === 4 ? scale * (data[4 * i + 3] as number) : 255);
  }
  return { width, height, data: rgba };
}
