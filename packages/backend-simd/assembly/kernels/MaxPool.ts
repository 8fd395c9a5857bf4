import { fold, Pool, poolArguments, reduce, Window } from "../pool";

/** The first of equal values wins, and not-a-number never does: a window of nothing else gives −∞, as on the cpu backend. */
@unmanaged
class Largest {
  @inline first(): v128 {
    return f32x4.splat(-Infinity);
  }
  @inline next(s: v128, x: v128): v128 {
    return f32x4.pmax(s, x);
  }
  @inline last(s: v128, by: v128): v128 {
    return s;
  }
  @inline of(a: Pool, w: Window): void {
    fold<Largest>(a, w);
  }
}

/** y: the largest value of each window of x. */
export function MaxPool(
  x: usize, y: usize, n: i32, c: i32,
  kh: i32, sh: i32, dh: i32, h: i32, oh: i32, top: i32, kw: i32, sw: i32, dw: i32, w: i32, ow: i32, left: i32,
): void {
  reduce<Largest>(poolArguments(x, y, 0, n, c, kh, sh, dh, h, oh, top, kw, sw, dw, w, ow, left));
}
