import { unary } from "../unary";
import { tanh } from "../functions";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return tanh(x);
  }
}

/** tanh x. */
export function Tanh(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
