import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  }
}

/** 1 / √x. */
export function Rsqrt(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}
