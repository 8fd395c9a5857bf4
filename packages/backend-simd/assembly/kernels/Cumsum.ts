import { cumulate } from "../cumulate";

@unmanaged
class OfFloats {
  @inline start(): v128 {
    return f32x4.splat(0);
  }
  @inline join(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

@unmanaged
class OfWholes {
  @inline start(): v128 {
    return i32x4.splat(0);
  }
  @inline join(a: v128, b: v128): v128 {
    return i32x4.add(a, b);
  }
}

/** The sums of each column of `[outer, length, inner]` up to each line. */
export function Cumsum(outer: i32, length: i32, inner: i32, x: usize, y: usize, exclusive: i32, reverse: i32): void {
  cumulate<OfFloats>(outer, length, inner, x, y, exclusive, reverse);
}

/** The same of whole numbers. */
export function CumsumOfWholes(outer: i32, length: i32, inner: i32, x: usize, y: usize, exclusive: i32, reverse: i32): void {
  cumulate<OfWholes>(outer, length, inner, x, y, exclusive, reverse);
}
