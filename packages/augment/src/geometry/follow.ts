import type { ImageShape } from "../image.ts";
import type { Places } from "./sampler.ts";

// Where a bent picture shows a place is found by looking at what every pixel shows: that holds where it folds over itself, too.

/** Boxes `[n, 4]` after a bend: the smallest around all pixels that show a place inside. One of which nothing is shown becomes a row of NaN. */
export function followBoxes(boxes: Float32Array, { xs, ys }: Places, [, width]: ImageShape): Float32Array {
  const moved = new Float32Array(boxes.length).fill(NaN);
  for (let at = 0; at < boxes.length; at += 4) {
    const [left = NaN, top = NaN, right = NaN, bottom = NaN] = boxes.subarray(at, at + 4);
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < xs.length; i++) {
      const [x, y] = [xs[i] as number, ys[i] as number];
      if (!(x >= left && x <= right && y >= top && y <= bottom)) continue;
      const column = i % width;
      const row = (i - column) / width;
      x0 = Math.min(x0, column);
      y0 = Math.min(y0, row);
      x1 = Math.max(x1, column + 1);
      y1 = Math.max(y1, row + 1);
    }
    if (x1 > x0) moved.set([x0, y0, x1, y1], at);
  }
  return moved;
}

/** A point that no pixel comes nearer to, in pixels, has left the image. */
const nearEnough = 2;

/** Points `[n, 2]` after a bend: at the pixel that shows the nearest place, and beside it by what is missing. One that is not shown becomes a row of NaN. */
export function followKeypoints(keypoints: Float32Array, { xs, ys }: Places, [height, width]: ImageShape): Float32Array {
  const moved = new Float32Array(keypoints.length).fill(NaN);
  for (let at = 0; at < keypoints.length; at += 2) {
    const [x = NaN, y = NaN] = keypoints.subarray(at, at + 2);
    let nearest = -1;
    let least = nearEnough ** 2;
    for (let i = 0; i < xs.length; i++) {
      const distance = (x - (xs[i] as number)) ** 2 + (y - (ys[i] as number)) ** 2;
      if (distance <= least) [nearest, least] = [i, distance];
    }
    if (nearest < 0) continue;
    const toX = (nearest % width) + 0.5 + x - (xs[nearest] as number);
    const toY = Math.floor(nearest / width) + 0.5 + y - (ys[nearest] as number);
    if (toX >= 0 && toY >= 0 && toX <= width && toY <= height) moved.set([toX, toY], at);
  }
  return moved;
}
