import { unary } from "../unary";
import { erf } from "../functions";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return erf(x);
  }
}

/** The error function of x. */
export function Erf(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
