import { bestLines } from "../argument";

@unmanaged
class OfFloats {
  @inline better(a: v128, b: v128): v128 {
    return f32x4.lt(a, b);
  }
}

@unmanaged
class OfWholes {
  @inline better(a: v128, b: v128): v128 {
    return i32x4.lt_s(a, b);
  }
}

/** Where the smallest number of each column of `[outer, length, inner]` is. */
export function ArgMin(outer: i32, length: i32, inner: i32, x: usize, y: usize): void {
  bestLines<OfFloats>(outer, length, inner, x, y);
}

/** The same of whole numbers. */
export function ArgMinOfWholes(outer: i32, length: i32, inner: i32, x: usize, y: usize): void {
  bestLines<OfWholes>(outer, length, inner, x, y);
}
