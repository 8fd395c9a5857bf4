import { joinMiddle } from "../middle";
import { reduce } from "../reduce";

@unmanaged
class OfFloats {
  @inline load(x: usize, y: usize, z: usize, p: usize): v128 {
    return v128.load(x);
  }
  @inline neutral(): v128 {
    return f32x4.splat(1);
  }
  @inline start(): v128 {
    return f64x2.splat(1);
  }
  @inline join(a: v128, v: v128): v128 {
    return f64x2.mul(a, v);
  }
  @inline merge(a: v128, b: v128): v128 {
    return f64x2.mul(a, b);
  }
}

@unmanaged
class OfWholes {
  @inline start(): v128 {
    return i32x4.splat(1);
  }
  @inline join(a: v128, b: v128): v128 {
    return i32x4.mul(a, b);
  }
}

/** The product of each column of `[outer, length, inner]`, in float64. `partial` is memory of `middleBytes`. */
export function Prod(outer: i32, length: i32, inner: i32, x: usize, y: usize, partial: usize): void {
  joinMiddle<OfFloats>(outer, length, inner, x, y, 1, partial);
}

/** The same of whole numbers, which wrap. `partial` is memory of `reduceBytes`. */
export function ProdOfWholes(outer: i32, length: i32, inner: i32, x: usize, y: usize, partial: usize): void {
  reduce<OfWholes>(outer, length, inner, x, y, partial);
}
