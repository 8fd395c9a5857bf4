import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(dy: v128, y: v128): v128 {
    return v128.and(dy, f32x4.gt(y, f32x4.splat(0)));
  }
}

/** dx = dy where y is above 0, else 0. */
export function ReluGrad(n: i32, dx: usize): void {
  binary<Operation>(n, dx);
}
