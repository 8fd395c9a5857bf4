import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return v128.bitselect(f32x4.mul(a, b), a, f32x4.lt(a, f32x4.splat(0)));
  }
}

/** x above 0, else x·alpha. */
export function Prelu(n: i32, y: usize): void {
  binary<Operation>(n, y);
}
