import { unary } from "../unary";

@unmanaged
class Operation {
  @inline of(x: v128): v128 {
    return f32x4.neg(x);
  }
}

@unmanaged
class OfWholes {
  @inline of(x: v128): v128 {
    return i32x4.neg(x);
  }
}

/** −x. */
export function Neg(n: i32, x: usize, y: usize): void {
  unary<Operation>(n, x, y);
}

/** The same of whole numbers. */
export function NegOfWholes(n: i32, x: usize, y: usize): void {
  unary<OfWholes>(n, x, y);
}
