import { binary } from "../binary";
import { joined, lower, toInt32, upper } from "../doubles";

/** Of the first two whole numbers of each. */
// @ts-ignore: decorator
@inline
function quotient(a: v128, b: v128): v128 {
  return toInt32(f64x2.floor(f64x2.div(f64x2.convert_low_i32x4_s(a), f64x2.convert_low_i32x4_s(b))));
}

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return joined(toInt32(f64x2.floor(f64x2.div(lower(a), lower(b)))), toInt32(f64x2.floor(f64x2.div(upper(a), upper(b)))));
  }
}

@unmanaged
class OfWholes {
  @inline of(a: v128, b: v128): v128 {
    return joined(quotient(a, b), quotient(v128.shuffle<i64>(a, a, 1, 1), v128.shuffle<i64>(b, b, 1, 1)));
  }
}

/** Whole numbers from floats. */
export function FloorDiv(n: i32, y: usize): void {
  binary<Operation>(n, y);
}

/** The same of whole numbers. */
export function FloorDivOfWholes(n: i32, y: usize): void {
  binary<OfWholes>(n, y);
}
