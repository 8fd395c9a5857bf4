import { binary } from "../binary";
import { sigmoid } from "../functions";
import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.mul(x, sigmoid(x));
  }
}

@unmanaged
class Gradient {
  @inline of(dy: v128, x: v128): v128 {
    const s = sigmoid(x);
    return f32x4.mul(dy, f32x4.mul(s, f32x4.add(f32x4.splat(1), f32x4.mul(x, f32x4.sub(f32x4.splat(1), s)))));
  }
}

/** x·σ(x) */
export function Silu(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The gradient of `Silu` from dy and x. */
export function SiluGrad(n: i32, dx: usize): void {
  binary<Gradient>(n, dx);
}
