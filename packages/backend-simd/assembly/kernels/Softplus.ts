import { unary } from "../unary";
import { softplus } from "../functions";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return softplus(x);
  }
}

/** ln(1 + eˣ). */
export function Softplus(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
