import { unary } from "../unary";
import { parameter } from "../parameter";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return v128.or(v128.bitselect(f32x4.splat(1), parameter(0), f32x4.gt(x, f32x4.splat(0))), f32x4.ne(x, x));
  }
}

/** Parameter 0: what stands for numbers that are not above 0. */
export function Step(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
