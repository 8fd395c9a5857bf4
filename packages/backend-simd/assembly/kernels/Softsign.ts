import { binary } from "../binary";
import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.div(x, f32x4.add(f32x4.abs(x), f32x4.splat(1)));
  }
}

@unmanaged
class Gradient {
  @inline of(dy: v128, x: v128): v128 {
    const below = f32x4.add(f32x4.abs(x), f32x4.splat(1));
    return f32x4.div(dy, f32x4.mul(below, below));
  }
}

/** x / (1 + |x|). */
export function Softsign(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** dx = dy / (1 + |x|)². */
export function SoftsignGrad(n: i32, dx: usize): void {
  binary<Gradient>(n, dx);
}
