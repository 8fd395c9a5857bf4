import { augment } from "./augment.ts";
import { AugmentError } from "./error.ts";
import { pixelsLike, type ImageShape, type Pixels } from "./image.ts";
import type { Operation } from "./operation.ts";
import type { At } from "./random.ts";
import type { Pipeline } from "./step.ts";

/** Images of one shape. */
export interface ImageBatch {
  readonly shape: readonly [count: number, height: number, width: number, channels: number];
  /** `[n, H, W, C]` */
  readonly data: Pixels;
}

/** Images after a pipeline, with what was drawn for each. */
export interface AugmentedBatch extends ImageBatch {
  readonly operations: readonly (readonly Operation[])[];
}

/**
 * Draws a pipeline for every image of a batch and does it: image i has its draws at the path given and i after it.
 *
 * @throws AugmentError when the images do not come out with one shape, or a step cannot take them.
 */
export function augmentBatch(images: ImageBatch, pipeline: Pipeline, { seed, path = [] }: At): AugmentedBatch {
  const [count, ...shape] = images.shape;
  const each = shape[0] * shape[1] * shape[2];
  if (!Number.isInteger(count) || count < 1 || images.data.length !== count * each)
    throw new AugmentError(`augmentBatch: data must hold [n, height, width, channels] numbers, n at least 1. Received ${images.data.length} numbers for [${images.shape.join(", ")}].`);
  let size: ImageShape = shape;
  let data: Pixels | undefined;
  const operations = Array.from({ length: count }, (_, i) => {
    const { image, operations } = augment({ image: { shape, data: images.data.subarray(i * each, (i + 1) * each) } }, pipeline, { seed, path: [...path, i] });
    if (data === undefined) [size, data] = [image.shape, pixelsLike(image.data, count * image.data.length)];
    if (image.shape.join() !== size.join() || image.data instanceof Float32Array !== data instanceof Float32Array)
      throw new AugmentError(`augmentBatch: all images must come out alike. Received ${size.join("×")} for the first and ${image.shape.join("×")} for number ${i}, or floats and bytes. End with a step that is always taken: a resize, a crop, normalize.`);
    data.set(image.data, i * image.data.length);
    return operations;
  });
  return { shape: [count, ...size], data: data as Pixels, operations };
}
