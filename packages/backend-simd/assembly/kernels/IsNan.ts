import { test } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.ne(x, x);
  }
}

/** Whether x is not a number. */
export function IsNan(n: i32, x: usize, y: usize): void {
  test<Operation>(n, x, y);
}
