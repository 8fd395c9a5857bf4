import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    // Two instructions, where V8 takes eight for f32x4.max: + 0 makes 0 of −0, as in JavaScript.
    return f32x4.pmax(f32x4.add(x, f32x4.splat(0)), f32x4.splat(0));
  }
}

@unmanaged
class OfWholes {
  @inline of(x: v128): v128 {
    return i32x4.max_s(x, i32x4.splat(0));
  }
}

/** x above 0, else 0. */
export function Relu(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The same of whole numbers. */
export function ReluOfWholes(n: i32, x: usize, y: usize): void {
  unary<OfWholes>(n, x, y);
}
