import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

/** a / b. */
export function RealDiv(n: i32, y: usize): void {
  binary<Operation>(n, y);
}
