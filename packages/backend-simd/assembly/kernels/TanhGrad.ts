import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(dy: v128, y: v128): v128 {
    return f32x4.mul(dy, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
  }
}

/** dx = dy·(1 − y²). */
export function TanhGrad(n: i32, dx: usize): void {
  binary<Operation>(n, dx);
}
