import { unary } from "../unary";
import { parameter } from "../parameter";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.pmax(f32x4.pmin(x, parameter(1)), parameter(0));
  }
}

/** Parameters 0 and 1: the least and the most. */
export function ClipByValue(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
