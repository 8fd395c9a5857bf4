import { binary } from "../binary";
import { unary } from "../unary";

/** x between −3 and 3, as 0 to 1. */
// @ts-ignore: decorator
@inline
export function gate(x: v128): v128 {
  return f32x4.div(f32x4.pmin(f32x4.pmax(f32x4.add(x, f32x4.splat(3)), f32x4.splat(0)), f32x4.splat(6)), f32x4.splat(6));
}

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return gate(x);
  }
}

@unmanaged
class Gradient {
  @inline of(dy: v128, x: v128): v128 {
    return v128.and(f32x4.mul(dy, f32x4.splat(1 / 6.0)), f32x4.lt(f32x4.abs(x), f32x4.splat(3)));
  }
}

/** x / 6 + 1 / 2 between 0 and 1, else the nearer of them. */
export function HardSigmoid(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The gradient of `HardSigmoid` from dy and x. */
export function HardSigmoidGrad(n: i32, dx: usize): void {
  binary<Gradient>(n, dx);
}
