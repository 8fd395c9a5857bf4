import { fold, frame, Pool, poolArguments, reduce, Window } from "../pool";

@unmanaged
class Mean {
  @inline first(): v128 {
    return f32x4.splat(0);
  }
  @inline next(s: v128, x: v128): v128 {
    return f32x4.add(s, x);
  }
  @inline last(s: v128, by: v128): v128 {
    return f32x4.div(s, by);
  }
  @inline of(a: Pool, w: Window): void {
    fold<Mean>(a, w);
  }
}

/** y: the sum of each window of x, divided by 1 if `sum` is set, else by its cells within a frame around the maps. */
export function AvgPool(
  x: usize, y: usize, n: i32, c: i32,
  kh: i32, sh: i32, dh: i32, h: i32, oh: i32, top: i32, kw: i32, sw: i32, dw: i32, w: i32, ow: i32, left: i32,
  sum: i32, frameTop: i32, frameBottom: i32, frameLeft: i32, frameRight: i32,
): void {
  const a = poolArguments(x, y, 0, n, c, kh, sh, dh, h, oh, top, kw, sw, dw, w, ow, left);
  frame(a, sum, frameTop, frameBottom, frameLeft, frameRight);
  reduce<Mean>(a);
}
