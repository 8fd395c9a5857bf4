import { ARGUMENTS, parallel } from "../queue";

@unmanaged
class Arguments {
  x: usize;
  bins: usize;
  y: usize;
  places: usize;
  boxes: i32;
  h: i32;
  w: i32;
  c: i32;
  ph: i32;
  pw: i32;
}

/**
 * y `[n, boxes, ph, pw, c]`: the largest value of each bin of each box in x `[n, h, w, c]`, and where it first is, in numbers; 0 and
 * −1 for an empty bin. `bins` has for each box the first and last but one row of its ph bins, then the columns of its pw bins.
 */
export function RoiMaxPool(x: usize, bins: usize, y: usize, places: usize, n: i32, boxes: i32, h: i32, w: i32, c: i32, ph: i32, pw: i32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.x = x;
  a.bins = bins;
  a.y = y;
  a.places = places;
  a.boxes = boxes;
  a.h = h;
  a.w = w;
  a.c = c;
  a.ph = ph;
  a.pw = pw;
  const fn = (box: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const pixel = <usize>a.c << 2;
    const rows = a.bins + (<usize>box * (a.ph + a.pw) << 3);
    const columns = rows + (<usize>a.ph << 3);
    const first = <usize>(box / a.boxes) * a.h;
    let to = <usize>box * a.ph * a.pw * pixel;
    for (let i: usize = 0; i < <usize>a.ph; i++) {
      for (let j: usize = 0; j < <usize>a.pw; j++, to += pixel) {
        memory.fill(a.y + to, 0, pixel);
        memory.fill(a.places + to, 255, pixel);
        for (let u = load<i32>(rows + (i << 3)); u < load<i32>(rows + (i << 3), 4); u++) {
          for (let v = load<i32>(columns + (j << 3)); v < load<i32>(columns + (j << 3), 4); v++) {
            take(a, to, ((first + u) * a.w + v) * pixel, pixel);
          }
        }
      }
    }
  };
  parallel(fn.index, n * boxes);
}

/** Takes the values of one pixel that are greater than those found before. */
// @ts-ignore: decorator
@inline
function take(a: Arguments, to: usize, from: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 4) {
    const x = load<f32>(a.x + from + k);
    if (load<i32>(a.places + to + k) != -1 && x <= load<f32>(a.y + to + k)) continue;
    store<f32>(a.y + to + k, x);
    store<i32>(a.places + to + k, <i32>((from + k) >> 2));
  }
}
