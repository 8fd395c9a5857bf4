import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return v128.or(v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.splat(1)), v128.and(f32x4.lt(x, f32x4.splat(0)), f32x4.splat(-1)));
  }
}

@unmanaged
class OfWholes {
  @inline of(x: v128): v128 {
    return i32x4.sub(i32x4.shr_s(x, 31), i32x4.shr_s(i32x4.neg(x), 31));
  }
}

/** −1, 0 or 1. */
export function Sign(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The same of whole numbers. */
export function SignOfWholes(n: i32, x: usize, y: usize): void {
  unary<OfWholes>(n, x, y);
}
