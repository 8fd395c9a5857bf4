import { blurring } from "../colour/blur.ts";
import type { ImageShape } from "../image.ts";
import type { Places } from "./sampler.ts";

/**
 * Noise between −1 and 1, `[H, W, 2]`, smoothed by a Gaussian of deviation `sigma` pixels and made into pixels to the right and down:
 * `alpha / 2` times as many. The Gaussian is cut after four deviations, as torchvision does.
 */
export function displacementOf(noise: Float32Array, [height, width]: ImageShape, { alpha, sigma }: { readonly alpha: number; readonly sigma: number }): Float32Array {
  const reach = Math.floor(4 * sigma + 0.5);
  const size = 2 * reach + 1;
  const smooth = sigma === 0 ? noise : blurring({ shape: [height, width, 2], data: noise }, { kernelSize: [size, size], sigma: [sigma, sigma] });
  const result = new Float32Array(smooth.length);
  for (let i = 0; i < result.length; i++) result[i] = ((smooth[i] as number) * alpha) / 2;
  return result;
}

/** What each pixel shows when it looks so far beside it. */
export function displaced(displacement: Float32Array, [height, width]: ImageShape): Places {
  const places = { xs: new Float64Array(height * width), ys: new Float64Array(height * width) };
  for (let i = 0; i < height * width; i++) {
    places.xs[i] = (i % width) + 0.5 + (displacement[2 * i] as number);
    places.ys[i] = Math.floor(i / width) + 0.5 + (displacement[2 * i + 1] as number);
  }
  return places;
}
