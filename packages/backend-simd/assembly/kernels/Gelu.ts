import { binary } from "../binary";
import { erf, exp } from "../functions";
import { unary } from "../unary";

/** The normal distribution function. */
// @ts-ignore: decorator
@inline
function normal(x: v128): v128 {
  return f32x4.add(f32x4.mul(erf(f32x4.mul(x, f32x4.splat(0.7071067811865476))), f32x4.splat(0.5)), f32x4.splat(0.5));
}

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.mul(x, normal(x));
  }
}

@unmanaged
class Gradient {
  @inline of(dy: v128, x: v128): v128 {
    return f32x4.mul(dy, f32x4.add(normal(x), f32x4.mul(x, f32x4.mul(exp(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))), f32x4.splat(0.3989422804014327)))));
  }
}

/** x·Φ(x), with the error function. */
export function Gelu(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The gradient of `Gelu` from dy and x. */
export function GeluGrad(n: i32, dx: usize): void {
  binary<Gradient>(n, dx);
}
