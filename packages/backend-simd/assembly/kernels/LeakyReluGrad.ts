import { binary } from "../binary";
import { parameter } from "../parameter";

@unmanaged
class Operation {
  @inline of(dy: v128, x: v128): v128 {
    return v128.bitselect(dy, f32x4.mul(dy, parameter(0)), f32x4.gt(x, f32x4.splat(0)));
  }
}

/** Parameter 0: the slope at and below 0. */
export function LeakyReluGrad(n: i32, dx: usize): void {
  binary<Operation>(n, dx);
}
