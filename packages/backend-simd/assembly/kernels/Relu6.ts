import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.pmin(f32x4.pmax(f32x4.add(x, f32x4.splat(0)), f32x4.splat(0)), f32x4.splat(6));
  }
}

@unmanaged
class OfWholes {
  @inline of(x: v128): v128 {
    return i32x4.min_s(i32x4.max_s(x, i32x4.splat(0)), i32x4.splat(6));
  }
}

/** x between 0 and 6, else the nearer of them. */
export function Relu6(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The same of whole numbers. */
export function Relu6OfWholes(n: i32, x: usize, y: usize): void {
  unary<OfWholes>(n, x, y);
}
