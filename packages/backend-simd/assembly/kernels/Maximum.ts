import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

@unmanaged
class OfWholes {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.max_s(a, b);
  }
}

/** The greater of a and b. */
export function Maximum(n: i32, y: usize): void {
  binary<Operation>(n, y);
}

/** The same of whole numbers. */
export function MaximumOfWholes(n: i32, y: usize): void {
  binary<OfWholes>(n, y);
}
