import { exp } from "./functions";
import { before, both, high, low, storeFirst } from "./lanes";

/** The greatest of n numbers, those that are none passed by: whatever is computed with them shows them anyway. */
export function greatestOf(x: usize, n: i32): f32 {
  let a = f32x4.splat(f32.NEGATIVE_INFINITY);
  let b = a;
  let i = 0;
  for (; i + 8 <= n; i += 8, x += 32) {
    a = f32x4.pmax(a, v128.load(x));
    b = f32x4.pmax(b, v128.load(x, 16));
  }
  for (; i < n; i += 4, x += 16) a = f32x4.pmax(a, v128.bitselect(v128.load(x), a, before(n - i)));
  a = f32x4.pmax(a, b);
  a = f32x4.pmax(a, i64x2.shuffle(a, a, 1, 0));
  return max(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1));
}

/** y = e^(x − most) for n numbers. A loop of its own: V8 keeps its constants in registers. */
export function powersOf(x: usize, y: usize, n: i32, most: f32): void {
  const subtracted = f32x4.splat(most);
  const end = x + (<usize>(n & ~3) << 2);
  for (; x < end; x += 16, y += 16) v128.store(y, exp(f32x4.sub(v128.load(x), subtracted)));
  if ((n & 3) != 0) storeFirst(y, exp(f32x4.sub(v128.load(x), subtracted)), n & 3);
}

/** The sum of n numbers. */
export function sumOf(x: usize, n: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let i = 0;
  for (; i + 8 <= n; i += 8, x += 32) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    s0 = f64x2.add(s0, low(a));
    s1 = f64x2.add(s1, high(a));
    s2 = f64x2.add(s2, low(b));
    s3 = f64x2.add(s3, high(b));
  }
  for (; i < n; i += 4, x += 16) {
    const v = v128.and(v128.load(x), before(n - i));
    s0 = f64x2.add(s0, low(v));
    s1 = f64x2.add(s1, high(v));
  }
  return both(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
}
