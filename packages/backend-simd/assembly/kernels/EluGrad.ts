import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(dy: v128, y: v128): v128 {
    return v128.bitselect(dy, f32x4.mul(dy, f32x4.add(y, f32x4.splat(1))), f32x4.ge(y, f32x4.splat(0)));
  }
}

/** dx = dy·(y + 1) where y is below 0, else dy. */
export function EluGrad(n: i32, dx: usize): void {
  binary<Operation>(n, dx);
}
