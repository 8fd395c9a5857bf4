import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.nearest(x);
  }
}

/** Halves go to the even neighbour. */
export function Round(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
