import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(dy: v128, y: v128): v128 {
    return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
  }
}

/** dx = dy·y·(1 − y). */
export function SigmoidGrad(n: i32, dx: usize): void {
  binary<Operation>(n, dx);
}
