import { unary } from "../unary";
import { log1p } from "../functions";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return log1p(x);
  }
}

/** ln(1 + x), exact close to 0. */
export function Log1p(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
