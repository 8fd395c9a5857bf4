import { test } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.le(f32x4.abs(x), f32x4.splat(f32.MAX_VALUE));
  }
}

/** Whether x is a finite number. */
export function IsFinite(n: i32, x: usize, y: usize): void {
  test<Operation>(n, x, y);
}
