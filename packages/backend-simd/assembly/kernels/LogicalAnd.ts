import { compare } from "../binary";

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(i32x4.ne(a, i32x4.splat(0)), i32x4.ne(b, i32x4.splat(0)));
  }
}

/** Whether both are true. */
export function LogicalAnd(n: i32, y: usize): void {
  compare<Operation>(n, y);
}
