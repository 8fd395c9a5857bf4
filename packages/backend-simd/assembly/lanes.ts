/** All ones in the lanes before lane n, zeros in the others. */
// @ts-ignore: decorator
@inline
export function before(n: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(n));
}

/** Stores the first n numbers of a vector, at most all four. */
// @ts-ignore: decorator
@inline
export function storeFirst(to: usize, v: v128, n: i32): void {
  if (n >= 4) {
    v128.store(to, v);
    return;
  }
  v128.store_lane<f32>(to, v, 0);
  if (n > 1) v128.store_lane<f32>(to + 4, v, 1);
  if (n > 2) v128.store_lane<f32>(to + 8, v, 2);
}

/** The first two numbers in float64. */
// @ts-ignore: decorator
@inline
export function low(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

/** The last two numbers in float64. */
// @ts-ignore: decorator
@inline
export function high(v: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 0));
}

/** The sum of both numbers in float64. */
// @ts-ignore: decorator
@inline
export function both(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** v no smaller than `least` and no greater than `most`; not-a-number stays. */
// @ts-ignore: decorator
@inline
export function clamp(v: v128, least: v128, most: v128): v128 {
  return f32x4.pmin(f32x4.pmax(v, least), most);
}
