import { Pool, poolArguments, quads, reduce, Window } from "../pool";

@unmanaged
class Place {
  @inline of(a: Pool, w: Window): void {
    quads<Place>(a, w);
  }
  @inline four(a: Pool, w: Window, k: usize, fresh: v128): void {
    let largest = f32x4.splat(-Infinity);
    let at = i32x4.splat(-1);
    let row = w.cell + k;
    for (let u = 0; u < w.rows; u++, row += w.down) {
      let p = row;
      for (let v = 0; v < w.columns; v++, p += w.across) {
        const x = v128.load(p);
        const more = f32x4.gt(x, largest);
        largest = v128.bitselect(x, largest, more);
        at = v128.bitselect(i32x4.add(i32x4.splat(index(a, p)), i32x4(0, 1, 2, 3)), at, more);
      }
    }
    v128.store(w.place + k, largest);
    v128.store(w.place + k + a.other, at);
  }
  @inline one(a: Pool, w: Window, k: usize): void {
    let largest: f32 = -Infinity;
    let at: i32 = -1;
    let row = w.cell + k;
    for (let u = 0; u < w.rows; u++, row += w.down) {
      let p = row;
      for (let v = 0; v < w.columns; v++, p += w.across) {
        const x = load<f32>(p);
        if (!(x > largest)) continue;
        largest = x;
        at = index(a, p);
      }
    }
    store<f32>(w.place + k, largest);
    store<i32>(w.place + k + a.other, at);
  }
}

/** In numbers from the start of all maps or, where `sum` is unset, of the image. */
// @ts-ignore: decorator
@inline
function index(a: Pool, p: usize): i32 {
  const place = <i32>((p - a.maps) >> 2);
  return a.sum ? place : place % (a.h * a.w * a.c);
}

/** y: the largest value of each window of x, and where it first is; −1 where there is none. */
export function MaxPoolWithArgmax(
  x: usize, y: usize, places: usize, withBatch: i32, n: i32, c: i32,
  kh: i32, sh: i32, dh: i32, h: i32, oh: i32, top: i32, kw: i32, sw: i32, dw: i32, w: i32, ow: i32, left: i32,
): void {
  const a = poolArguments(x, y, places - y, n, c, kh, sh, dh, h, oh, top, kw, sw, dw, w, ow, left);
  a.sum = withBatch;
  reduce<Place>(a);
}
