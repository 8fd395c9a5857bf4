import { binary } from "../binary";
import { exp, sigmoid } from "../functions";
import { unary } from "../unary";

/** tanh(ln(1 + e^x)) = n / (n + 2) with n = e^x·(e^x + 2), which is 1 from 20 on. */
// @ts-ignore: decorator
@inline
function gate(x: v128): v128 {
  const e = exp(f32x4.pmin(x, f32x4.splat(20)));
  const n = f32x4.mul(e, f32x4.add(e, f32x4.splat(2)));
  return f32x4.div(n, f32x4.add(n, f32x4.splat(2)));
}

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.mul(x, gate(x));
  }
}

@unmanaged
class Gradient {
  @inline of(dy: v128, x: v128): v128 {
    const t = gate(x);
    return f32x4.mul(dy, f32x4.add(t, f32x4.mul(f32x4.mul(x, f32x4.sub(f32x4.splat(1), f32x4.mul(t, t))), sigmoid(x))));
  }
}

/** x·tanh(ln(1 + eˣ)). */
export function Mish(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The gradient of `Mish` from dy and x. */
export function MishGrad(n: i32, dx: usize): void {
  binary<Gradient>(n, dx);
}
