import { compare } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return i32x4.ne(v128.or(a, b), i32x4.splat(0));
  }
}

/** Whether one is true. */
export function LogicalOr(n: i32, y: usize): void {
  compare<Operation>(n, y);
}
