import { unary } from "../unary";
import { sigmoid } from "../functions";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return sigmoid(x);
  }
}

/** 1 / (1 + e⁻ˣ). */
export function Sigmoid(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
