import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

@unmanaged
class OfWholes {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.min_s(a, b);
  }
}

/** The smaller of a and b. */
export function Minimum(n: i32, y: usize): void {
  binary<Operation>(n, y);
}

/** The same of whole numbers. */
export function MinimumOfWholes(n: i32, y: usize): void {
  binary<OfWholes>(n, y);
}
