import { unary } from "../unary";
import { log } from "../functions";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return log(x);
  }
}

/** ln x. */
export function Log(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
