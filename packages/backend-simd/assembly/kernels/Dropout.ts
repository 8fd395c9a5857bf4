import { binary } from "../binary";
import { parameter } from "../parameter";

@unmanaged
class Operation {
  @inline of(x: v128, uniform: v128): v128 {
    return f32x4.mul(x, v128.and(parameter(1), f32x4.ge(uniform, parameter(0))));
  }
}

/** Parameters 0 and 1: the rate below which a draw drops, and the factor of what is kept. */
export function Dropout(n: i32, y: usize): void {
  binary<Operation>(n, y);
}
