import { unary } from "../unary";
import { parameter } from "../parameter";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return v128.bitselect(f32x4.mul(x, parameter(0)), x, f32x4.lt(x, f32x4.splat(0)));
  }
}

/** Parameter 0: what numbers below 0 are multiplied with. */
export function LeakyRelu(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
