import { binary } from "../binary";
import { modulo } from "../doubles";

/** What is left of a division, with the sign of the divisor; of one by 0, 0. */
function rest(a: i32, b: i32): i32 {
  // By -1 nothing is left, and WebAssembly refuses the smallest number.
  if (b == 0 || b == -1) return 0;
  const left = a % b;
  return (a < 0 && b < 0) || (a >= 0 && b >= 0) ? left : (left + b) % b;
}

@unmanaged
class Operation {
  @inline of(a: v128, b: v128): v128 {
    return f32x4(
      <f32>modulo(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)), <f32>modulo(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)),
      <f32>modulo(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)), <f32>modulo(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)));
  }
}

@unmanaged
class OfWholes {
  @inline of(a: v128, b: v128): v128 {
    return i32x4(
      rest(i32x4.extract_lane(a, 0), i32x4.extract_lane(b, 0)), rest(i32x4.extract_lane(a, 1), i32x4.extract_lane(b, 1)),
      rest(i32x4.extract_lane(a, 2), i32x4.extract_lane(b, 2)), rest(i32x4.extract_lane(a, 3), i32x4.extract_lane(b, 3)));
  }
}

/** What is left of a after whole b, with the sign of b. */
export function Mod(n: i32, y: usize): void {
  binary<Operation>(n, y);
}

/** The same of whole numbers. */
export function ModOfWholes(n: i32, y: usize): void {
  binary<OfWholes>(n, y);
}
