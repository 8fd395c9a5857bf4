import { compare } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.gt(a, b);
  }
}

@unmanaged
class OfWholes {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.gt_s(a, b);
  }
}

/** a > b. */
export function Greater(n: i32, y: usize): void {
  compare<Operation>(n, y);
}

/** The same of whole numbers. */
export function GreaterOfWholes(n: i32, y: usize): void {
  compare<OfWholes>(n, y);
}
