import { AugmentError } from "../error.ts";
import { whiteOf, type Image } from "../image.ts";
import { eigenvectors3 } from "./eigenvectors.ts";

/** The directions in which the colours of pixels vary, white being 1. */
export interface PrincipalColours {
  /** `[3]`: the variance along each direction, largest first. */
  readonly values: readonly number[];
  /** `[3, 3]`: red, green and blue of each direction, one after another; each of length 1. */
  readonly vectors: readonly number[];
}

/**
 * The principal components of the colours of images of three channels: eigenvalues and eigenvectors of their 3×3 covariance over all pixels.
 * `lighting({ ...principalColours(images) })` varies the light as these images do.
 *
 * @throws AugmentError for an image of other than three channels, or without any image.
 */
export function principalColours(images: Iterable<Image>): PrincipalColours {
  const sums = [0, 0, 0];
  const products = Array.from({ length: 9 }, () => 0);
  let pixels = 0;
  for (const { shape, data } of images) {
    if (shape[2] !== 3) throw new AugmentError(`principalColours: images must have 3 channels (red, green, blue). Received ${shape.join("×")}.`);
    const white = whiteOf(data);
    let [r, g, b, rr, rg, rb, gg, gb, bb] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i + 2 < data.length; i += 3) {
      const [red, green, blue] = [(data[i] as number) / white, (data[i + 1] as number) / white, (data[i + 2] as number) / white];
      r += red;
      g += green;
      b += blue;
      rr += red * red;
      rg += red * green;
      rb += red * blue;
      gg += green * green;
      gb += green * blue;
      bb += blue * blue;
    }
    for (const [i, sum] of [r, g, b].entries()) sums[i] = (sums[i] as number) + sum;
    for (const [i, sum] of [rr, rg, rb, rg, gg, gb, rb, gb, bb].entries()) products[i] = (products[i] as number) + sum;
    pixels += data.length / 3;
  }
  if (pixels === 0) throw new AugmentError("principalColours: there must be at least one image. Received none.");
  const mean = (i: number): number => (sums[i] as number) / pixels;
  const { values, vectors } = eigenvectors3(products.map((sum, i) => sum / pixels - mean(Math.floor(i / 3)) * mean(i % 3)));
  // Rounding errors must make no variance negative and no part of a vector longer than 1.
  return { values: values.map((value) => Math.max(0, value)), vectors: vectors.map((part) => Math.max(-1, Math.min(1, part))) };
}
