import { binary } from "../binary";
import { pow } from "../doubles";

/** a^b cut to a whole number: 0 where it is a fraction or infinite. */
function power(a: i32, b: i32): i32 {
  if (b < 0) return a == 1 || (a == -1 && (b & 1) == 0) ? 1 : a == -1 ? -1 : 0;
  let result = 1;
  for (let square = a; b > 0; b >>= 1, square *= square) if (b & 1) result *= square;
  return result;
}

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return pow(a, b);
  }
}

@unmanaged
class OfWholes {
  @inline of(a: v128, b: v128): v128 {
    return i32x4(
      power(i32x4.extract_lane(a, 0), i32x4.extract_lane(b, 0)), power(i32x4.extract_lane(a, 1), i32x4.extract_lane(b, 1)),
      power(i32x4.extract_lane(a, 2), i32x4.extract_lane(b, 2)), power(i32x4.extract_lane(a, 3), i32x4.extract_lane(b, 3)));
  }
}

/** a to the power of b. */
export function Pow(n: i32, y: usize): void {
  binary<Operation>(n, y);
}

/** The same of whole numbers. */
export function PowOfWholes(n: i32, y: usize): void {
  binary<OfWholes>(n, y);
}
