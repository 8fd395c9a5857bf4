import { binary } from "../binary";
import { exp, expm1 } from "../functions";
import { parameter } from "../parameter";
import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return v128.bitselect(f32x4.mul(x, parameter(0)), f32x4.mul(expm1(x), parameter(1)), f32x4.gt(x, f32x4.splat(0)));
  }
}

@unmanaged
class Gradient {
  @inline of(dy: v128, x: v128): v128 {
    return f32x4.mul(dy, v128.bitselect(parameter(0), f32x4.mul(exp(x), parameter(1)), f32x4.gt(x, f32x4.splat(0))));
  }
}

/** Parameters 0 and 1: the factors of x above 0, and of e^x − 1 below. */
export function ScaledElu(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The gradient of `ScaledElu` from dy and x. */
export function ScaledEluGrad(n: i32, dx: usize): void {
  binary<Gradient>(n, dx);
}
