import { binary } from "../binary";
import { sigmoid } from "../functions";

@unmanaged
class Operation {
  @inline of(dy: v128, x: v128): v128 {
    return f32x4.mul(dy, sigmoid(x));
  }
}

/** dx = dy·Sigmoid(x). */
export function SoftplusGrad(n: i32, dx: usize): void {
  binary<Operation>(n, dx);
}
