import { unary } from "../unary";
import { sine } from "../circle";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return sine(x, 0);
  }
}

/** sin x. */
export function Sin(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
