import { reduce } from "../reduce";

@unmanaged
class OfFloats {
  @inline start(): v128 {
    return f32x4.splat(f32.NEGATIVE_INFINITY);
  }
  @inline join(a: v128, b: v128): v128 {
    // What is no number stays none: this costs half of f32x4.max.
    return v128.or(f32x4.pmax(a, b), f32x4.ne(b, b));
  }
}

@unmanaged
class OfWholes {
  @inline start(): v128 {
    return i32x4.splat(i32.MIN_VALUE);
  }
  @inline join(a: v128, b: v128): v128 {
    return i32x4.max_s(a, b);
  }
}

/** The greatest number of each column of `[outer, length, inner]`. */
export function Max(outer: i32, length: i32, inner: i32, x: usize, y: usize, partial: usize): void {
  reduce<OfFloats>(outer, length, inner, x, y, partial);
}

/** The same of whole numbers. */
export function MaxOfWholes(outer: i32, length: i32, inner: i32, x: usize, y: usize, partial: usize): void {
  reduce<OfWholes>(outer, length, inner, x, y, partial);
}
