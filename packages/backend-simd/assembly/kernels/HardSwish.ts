import { binary } from "../binary";
import { gate } from "./HardSigmoid";
import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.mul(x, gate(x));
  }
}

@unmanaged
class Gradient {
  @inline of(dy: v128, x: v128): v128 {
    return f32x4.mul(dy, f32x4.add(gate(x), v128.and(f32x4.mul(x, f32x4.splat(1 / 6.0)), v128.and(f32x4.ge(x, f32x4.splat(-3)), f32x4.lt(x, f32x4.splat(3))))));
  }
}

/** x·HardSigmoid(x). */
export function HardSwish(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The gradient of `HardSwish` from dy and x. */
export function HardSwishGrad(n: i32, dx: usize): void {
  binary<Gradient>(n, dx);
}
