import { joinMiddle } from "../middle";

@unmanaged
class Squares {
  @inline load(x: usize, y: usize, z: usize, p: usize): v128 {
    return v128.load(x);
  }
  @inline neutral(): v128 {
    return f32x4.splat(0);
  }
  @inline start(): v128 {
    return f64x2.splat(0);
  }
  @inline join(a: v128, v: v128): v128 {
    return f64x2.add(a, f64x2.mul(v, v));
  }
  @inline merge(a: v128, b: v128): v128 {
    return f64x2.add(a, b);
  }
}

/** The sum of the squares of n numbers. */
export function SquaredNorm(n: i32, x: usize, y: usize, partial: usize): void {
  joinMiddle<Squares>(1, n, 1, x, y, 1, partial);
}
