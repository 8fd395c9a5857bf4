import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    const d = f32x4.sub(a, b);
    return f32x4.mul(d, d);
  }
}

@unmanaged
class OfWholes {
  @inline of(a: v128, b: v128): v128 {
    const d = i32x4.sub(a, b);
    return i32x4.mul(d, d);
  }
}

/** (a − b)². */
export function SquaredDifference(n: i32, y: usize): void {
  binary<Operation>(n, y);
}

/** The same of whole numbers. */
export function SquaredDifferenceOfWholes(n: i32, y: usize): void {
  binary<OfWholes>(n, y);
}
