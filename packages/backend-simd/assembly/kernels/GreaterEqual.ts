import { compare } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.ge(a, b);
  }
}

@unmanaged
class OfWholes {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.ge_s(a, b);
  }
}

/** a ≥ b. */
export function GreaterEqual(n: i32, y: usize): void {
  compare<Operation>(n, y);
}

/** The same of whole numbers. */
export function GreaterEqualOfWholes(n: i32, y: usize): void {
  compare<OfWholes>(n, y);
}
