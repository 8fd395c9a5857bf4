/** Functions of two float64, for what float32 are not exact enough. */

// @ts-ignore: decorator
@inline
function splat(x: f64): v128 {
  return f64x2.splat(x);
}

/** a + x·b */
// @ts-ignore: decorator
@inline
function step(a: f64, x: v128, b: v128): v128 {
  return f64x2.add(splat(a), f64x2.mul(x, b));
}

/** The last two of four float32. */
// @ts-ignore: decorator
@inline
export function upper(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
}

/** The first two. */
// @ts-ignore: decorator
@inline
export function lower(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

/** Two pairs of lanes of four bytes that lie in the first halves, as one vector. */
// @ts-ignore: decorator
@inline
export function joined(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(low, high, 0, 2);
}

/** Whole numbers as JavaScript makes them: cut, and modulo 2³². In the first half. */
// @ts-ignore: decorator
@inline
export function toInt32(x: v128): v128 {
  const t = f64x2.trunc(x);
  return i32x4.trunc_sat_f64x2_u_zero(f64x2.sub(t, f64x2.mul(f64x2.floor(f64x2.mul(t, splat(2.3283064365386963e-10))), splat(4294967296))));
}

/** log₂ of positive float64, to 10⁻¹³. */
// @ts-ignore: decorator
@inline
function log2(x: v128): v128 {
  // x = 2ⁿ·m with m from √½ to √2.
  const n = i64x2.shr_s(i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd)), 52);
  const m = i64x2.sub(x, i64x2.shl(n, 52));
  const s = f64x2.div(f64x2.sub(m, splat(1)), f64x2.add(m, splat(1)));
  const z = f64x2.mul(s, s);
  const q = step(2.885390081777853, z, step(0.9617966941131731, z, step(0.5770779424091891, z, step(0.41220924839820955, z, step(0.31990584409025474, z, splat(0.28289822562468986))))));
  return f64x2.add(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(n, n, 0, 2, 0, 2)), f64x2.mul(s, q));
}

/** 2^x, to 10⁻¹². */
// @ts-ignore: decorator
@inline
function exp2(x: v128): v128 {
  const near = f64x2.pmax(f64x2.pmin(x, splat(1020)), splat(-1020));
  const n = f64x2.nearest(near);
  const f = f64x2.sub(near, n);
  const e = step(0.9999999999997645, f, step(0.6931471805465144, f, step(0.24022650698880044, f, step(0.05550410939344871, f, step(0.009618128542986062, f, step(0.0013333452059213686, f, step(0.00015403851638167934, f, step(1.5309738239329577e-5, f, splat(1.3175886034025405e-6)))))))));
  const k = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
  return f64x2.mul(e, i64x2.shl(i64x2.add(k, i64x2.splat(1023)), 52));
}

/** a^b of four float32. */
export function pow(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(power(lower(a), lower(b))), f32x4.demote_f64x2_zero(power(upper(a), upper(b))), 0, 2);
}

/** a^b as JavaScript has it: of 1 and an infinite exponent not a number, of any base and exponent 0 one. */
// @ts-ignore: decorator
@inline
function power(a: v128, b: v128): v128 {
  const zero = splat(0);
  const infinite = splat(Infinity);
  const size = f64x2.abs(a);
  const isNan = v128.or(f64x2.ne(a, a), f64x2.ne(b, b));
  const whole = f64x2.eq(f64x2.floor(b), b);
  const half = f64x2.mul(b, splat(0.5));
  const odd = v128.and(whole, f64x2.ne(f64x2.floor(half), half));
  const ends = v128.or(f64x2.eq(size, zero), f64x2.eq(size, infinite));
  const exponent = v128.bitselect(f64x2.mul(v128.bitselect(infinite, splat(-Infinity), f64x2.eq(size, infinite)), b), f64x2.mul(log2(size), b), ends);
  // 1 to an infinite power: 0·∞ is not a number, and stays none.
  const result = v128.or(exp2(exponent), f64x2.ne(exponent, exponent));
  const undefined = v128.or(isNan, v128.andnot(v128.andnot(f64x2.lt(a, zero), whole), ends));
  const signed = v128.xor(result, v128.and(v128.and(a, odd), splat(-0.0)));
  return v128.bitselect(splat(1), v128.or(signed, undefined), f64x2.eq(b, zero));
}

/** What is left of a division, with the sign of the dividend: exact. */
function rest(a: f64, b: f64): f64 {
  const q = a / b;
  // Quotients below 2²⁷ of two float32 are cut right, and their product is exact.
  return abs(q) < 134217728 && abs(b) < Infinity ? copysign(a - trunc(q) * b, a) : a % b;
}

/** What is left of a division of two float32, with the sign of the divisor. */
export function modulo(a: f64, b: f64): f64 {
  const r = rest(a, b);
  return (a < 0 && b < 0) || (a >= 0 && b >= 0) ? r : rest(r + b, b);
}
