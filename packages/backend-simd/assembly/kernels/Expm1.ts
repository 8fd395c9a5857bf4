import { unary } from "../unary";
import { expm1 } from "../functions";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return expm1(x);
  }
}

/** eˣ − 1, exact close to 0. */
export function Expm1(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
