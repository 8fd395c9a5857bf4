import { Adding, joinMiddle } from "../middle";
import { reduce } from "../reduce";

@unmanaged
class OfWholes {
  @inline start(): v128 {
    return i32x4.splat(0);
  }
  @inline join(a: v128, b: v128): v128 {
    return i32x4.add(a, b);
  }
}

/** Of `[outer, length, inner]` over the middle, times a factor: 1, or one over the length for means. */
export function Sum(outer: i32, length: i32, inner: i32, x: usize, y: usize, factor: f64, partial: usize): void {
  joinMiddle<Adding>(outer, length, inner, x, y, factor, partial);
}

/** Beyond 32 bits it begins anew, as it does where the sum is put into an `Int32Array`. */
export function SumOfWholes(outer: i32, length: i32, inner: i32, x: usize, y: usize, partial: usize): void {
  reduce<OfWholes>(outer, length, inner, x, y, partial);
}
