import { binary } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

@unmanaged
class OfWholes {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.add(a, b);
  }
}

/** a + b. */
export function Add(n: i32, y: usize): void {
  binary<Operation>(n, y);
}

/** The same of whole numbers. */
export function AddOfWholes(n: i32, y: usize): void {
  binary<OfWholes>(n, y);
}
