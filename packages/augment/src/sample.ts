import { AugmentError } from "./error.ts";
import type { Image } from "./image.ts";

/** An image with what is known of places in it; a geometric step moves all of them alike. Nothing is changed in place. */
export interface Sample {
  readonly image: Image;
  /** `[H, W]`: the class of each pixel. It is never blended: its pixels are moved to the nearest place. */
  readonly mask?: Uint8Array | Int32Array;
  /** `[n, 4]`: xMin, yMin, xMax, yMax in pixels, edges not centres, so that `xMax - xMin` is the width. A row of NaN: the box has left the image. */
  readonly boxes?: Float32Array;
  /** `[n, 2]`: x, y in pixels; the centre of the first pixel is 0.5, 0.5. A row of NaN: the point has left the image. */
  readonly keypoints?: Float32Array;
}

/** @throws AugmentError when the parts of a sample do not fit each other. */
export function checkSample(sample: Sample): void {
  const { image, mask, boxes, keypoints } = sample;
  const [height, width, channels] = image.shape;
  const refuse = (rule: string, received: string): never => {
    throw new AugmentError(`sample: ${rule} Received ${received}.`);
  };
  if (![height, width, channels].every((n) => Number.isInteger(n) && n >= 1)) refuse("image.shape must be [height, width, channels], whole numbers of at least 1.", `[${image.shape.join(", ")}]`);
  if (image.data.length !== height * width * channels) refuse(`image.data must hold ${height}×${width}×${channels} = ${height * width * channels} numbers.`, String(image.data.length));
  if (mask !== undefined && mask.length !== height * width) refuse(`mask must hold a number for each of the ${height}×${width} pixels.`, String(mask.length));
  if (boxes !== undefined && boxes.length % 4 !== 0) refuse("boxes must be [n, 4].", `${boxes.length} numbers`);
  if (keypoints !== undefined && keypoints.length % 2 !== 0) refuse("keypoints must be [n, 2].", `${keypoints.length} numbers`);
}
