import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(dy: v128, y: v128): v128 {
    return v128.and(dy, v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.lt(y, f32x4.splat(6))));
  }
}

/** dx = dy where y is between 0 and 6, else 0. */
export function Relu6Grad(n: i32, dx: usize): void {
  binary<Operation>(n, dx);
}
