import { unary } from "../unary";
import { exp } from "../functions";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return exp(x);
  }
}

/** eˣ. */
export function Exp(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
