import type { Image, ImageShape, Pixels } from "../image.ts";
import type { Sample } from "../sample.ts";

/** Where a place of the old image lies in the new one: x, y in pixels from the left upper corner of the first pixel. */
export type Move = (x: number, y: number) => readonly [x: number, y: number];

/** The class of each pixel, `[H, W]`. */
export type Mask = NonNullable<Sample["mask"]>;

/** One movement, of all that a sample may have. */
export interface Movement {
  /** Of the new image. */
  readonly shape: ImageShape;
  readonly pixels: (image: Image) => Pixels;
  readonly mask: (mask: Mask) => Mask;
  readonly move: Move;
}

/** The sample with whatever it has moved alike. */
export function moveSample({ image, mask, boxes, keypoints }: Sample, { shape, pixels, mask: maskOf, move }: Movement): Sample {
  return {
    image: { shape, data: pixels(image) },
    ...(mask && { mask: maskOf(mask) }),
    ...(boxes && { boxes: moveBoxes(boxes, move, shape) }),
    ...(keypoints && { keypoints: moveKeypoints(keypoints, move, shape) }),
  };
}

/** A mask of the same kind, of class 0. */
export const maskLike = (mask: Mask, length: number): Mask => (mask instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length));

/**
 * Boxes `[n, 4]` after a move: the smallest upright box around the four moved corners, cut at the borders of the new image.
 * One that has left the image becomes a row of NaN, so that every box keeps its place in the list.
 */
function moveBoxes(boxes: Float32Array, move: Move, [height, width]: ImageShape): Float32Array {
  const moved = new Float32Array(boxes.length);
  for (let i = 0; i < boxes.length; i += 4) {
    const [left = NaN, top = NaN, right = NaN, bottom = NaN] = boxes.subarray(i, i + 4);
    const corners = [move(left, top), move(right, top), move(left, bottom), move(right, bottom)];
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [x0, y0, x1, y1] = [Math.max(0, Math.min(...xs)), Math.max(0, Math.min(...ys)), Math.min(width, Math.max(...xs)), Math.min(height, Math.max(...ys))];
    moved.set(x1 > x0 && y1 > y0 ? [x0, y0, x1, y1] : [NaN, NaN, NaN, NaN], i);
  }
  return moved;
}

/** Points `[n, 2]` after a move; one that has left the image becomes a row of NaN. */
function moveKeypoints(keypoints: Float32Array, move: Move, [height, width]: ImageShape): Float32Array {
  const moved = new Float32Array(keypoints.length);
  for (let i = 0; i < keypoints.length; i += 2) {
    const [x, y] = move(keypoints[i] as number, keypoints[i + 1] as number);
    moved.set(x >= 0 && y >= 0 && x <= width && y <= height ? [x, y] : [NaN, NaN], i);
  }
  return moved;
}
