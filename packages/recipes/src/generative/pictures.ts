import type { NdArray } from "@convscope/nn";
import type { SheetPicture } from "@convscope/viz";

/** Some of the pictures `[n, H, W, C]`, 0 … 1, side by side as one; rows of `columns`. */
export function tiled({ shape, data }: NdArray, places: readonly number[], columns: number, caption: string): SheetPicture {
  const [, height = 0, width = 0, channels = 0] = shape;
  const rows = Math.ceil(places.length / columns);
  const image = new Uint8Array(rows * height * columns * width * channels);
  for (const [i, place] of places.entries())
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width * channels; x++) {
        const to = ((Math.floor(i / columns) * height + y) * columns + (i % columns)) * width * channels + x;
        image[to] = Math.round(255 * Math.min(1, Math.max(0, data[(place * height + y) * width * channels + x] ?? 0)));
      }
  return { image, shape: [rows * height, columns * width, channels], caption };
}

/** The place of the first sample of each class. */
export const oneOfEach = (labels: ArrayLike<number>, classes: number): readonly number[] => Array.from({ length: classes }, (_, label) => Array.from(labels).indexOf(label)).filter((place) => place >= 0);

/** The mean of squared differences. */
export function meanSquared(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? NaN) - (b[i] ?? NaN)) ** 2;
  return sum / a.length;
}

/** The peak signal-to-noise ratio in decibels, of pixels 0 … 1. */
export const psnr = (meanSquaredError: number): number => -10 * Math.log10(meanSquaredError);
