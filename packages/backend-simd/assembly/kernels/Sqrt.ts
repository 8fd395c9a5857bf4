import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}

/** √x. */
export function Sqrt(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
