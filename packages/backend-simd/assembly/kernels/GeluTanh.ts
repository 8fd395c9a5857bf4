import { binary } from "../binary";
import { tanh } from "../functions";
import { unary } from "../unary";

/** Beyond, the tanh is ±1 and its slope 0, but powers of x may overflow. */
// @ts-ignore: decorator
@inline
function near(x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(10)), f32x4.splat(-10));
}

/** √(2/π)·(x + 0.044715·x³) */
// @ts-ignore: decorator
@inline
function inner(x: v128): v128 {
  return f32x4.mul(x, f32x4.add(f32x4.splat(0.7978845608028654), f32x4.mul(f32x4.mul(x, x), f32x4.splat(0.0356774081))));
}

// @ts-ignore: decorator
@inline
function gate(t: v128): v128 {
  return f32x4.mul(f32x4.add(t, f32x4.splat(1)), f32x4.splat(0.5));
}

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.mul(x, gate(tanh(inner(near(x)))));
  }
}

@unmanaged
class Gradient {
  @inline of(dy: v128, x: v128): v128 {
    const z = near(x);
    const t = tanh(inner(z));
    const steep = f32x4.mul(z, f32x4.add(f32x4.splat(0.7978845608028654), f32x4.mul(f32x4.mul(z, z), f32x4.splat(0.1070322243))));
    return f32x4.mul(dy, f32x4.add(gate(t), f32x4.mul(f32x4.mul(f32x4.sub(f32x4.splat(1), f32x4.mul(t, t)), steep), f32x4.splat(0.5))));
  }
}

/** x·Φ(x), with the hyperbolic tangent for Φ. */
export function GeluTanh(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The gradient of `GeluTanh` from dy and x. */
export function GeluTanhGrad(n: i32, dx: usize): void {
  binary<Gradient>(n, dx);
}
