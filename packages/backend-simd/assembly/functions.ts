/**
 * Functions of four numbers at once, right to about two units in the last place over all float32, infinities and not-a-number
 * included. Polynomials are minimax fits over the ranges named beside them, with coefficients rounded to float32 one by one.
 */

const LOG2_E: f32 = 1.4426950408889634;
/** ln 2 in two parts: the first has so few bits that its product with an exponent is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;
/** Added to a number below 2²², it leaves the nearest whole one in the last bits. */
const ROUNDER: f32 = 12582912;

// @ts-ignore: decorator
@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** a + x·b */
// @ts-ignore: decorator
@inline
export function step(a: f32, x: v128, b: v128): v128 {
  return f32x4.add(splat(a), f32x4.mul(x, b));
}

/** 2ⁿ for whole numbers from −126 to 127. */
// @ts-ignore: decorator
@inline
function power(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** What is left of x after n times ln 2. */
// @ts-ignore: decorator
@inline
function remainder(x: v128, n: v128): v128 {
  return f32x4.sub(f32x4.sub(x, f32x4.mul(n, splat(LN2_HIGH))), f32x4.mul(n, splat(LN2_LOW)));
}

/** e^r − 1 for |r| ≤ ½ ln 2. */
// @ts-ignore: decorator
@inline
function smallPower(r: v128): v128 {
  const p = step(0.5, r, step(0.1666651964187622, r, step(0.04166639968752861, r, step(0.008368825539946556, r, splat(0.001394086517393589)))));
  return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), p));
}

/** e^x. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  // Beyond, it is infinite, or rounds to 0.
  const near = f32x4.pmax(f32x4.pmin(x, splat(89)), splat(-104));
  const rounded = f32x4.add(f32x4.mul(near, splat(LOG2_E)), splat(ROUNDER));
  const e = f32x4.add(splat(1), smallPower(remainder(near, f32x4.sub(rounded, splat(ROUNDER)))));
  const n = i32x4.sub(rounded, splat(ROUNDER));
  // In two steps, as 2ⁿ may be no float32 where the product is.
  const half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(e, power(half)), power(i32x4.sub(n, half)));
}

/** e^x − 1, exact near 0 too. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  const near = f32x4.pmax(f32x4.pmin(x, splat(89)), splat(-20));
  const rounded = f32x4.add(f32x4.mul(near, splat(LOG2_E)), splat(ROUNDER));
  const e = smallPower(remainder(near, f32x4.sub(rounded, splat(ROUNDER))));
  // 2ⁿ⁻¹, as 2ⁿ may be infinite where the product is not.
  const half = power(i32x4.sub(i32x4.sub(rounded, splat(ROUNDER)), i32x4.splat(1)));
  const result = f32x4.add(f32x4.mul(half, e), f32x4.sub(half, splat(0.5)));
  return f32x4.add(result, result);
}

/** ln x for x in 2⁻¹²⁶ … 2¹²⁸, and `more`·ln 2 added. */
// @ts-ignore: decorator
@inline
function logOfNormal(x: v128, more: v128): v128 {
  // x = 2ⁿ·(1 + f) with 1 + f from √½ to √2.
  const n = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const k = f32x4.add(f32x4.convert_i32x4_s(n), more);
  const f = f32x4.sub(i32x4.sub(x, i32x4.shl(n, 23)), splat(1));
  // ln(1 + f) = 2 artanh s = f − (h − s·(h + r)).
  const s = f32x4.div(f, f32x4.add(f, splat(2)));
  const z = f32x4.mul(s, s);
  const r = f32x4.mul(z, step(0.6666677594184875, z, step(0.39977580308914185, z, splat(0.2987094223499298))));
  const h = f32x4.mul(f32x4.mul(f, f), splat(0.5));
  const low = f32x4.sub(h, f32x4.add(f32x4.mul(s, f32x4.add(h, r)), f32x4.mul(k, splat(LN2_LOW))));
  return f32x4.add(f32x4.mul(k, splat(LN2_HIGH)), f32x4.sub(f, low));
}

/** The logarithm, corrected where x is no positive number. */
// @ts-ignore: decorator
@inline
function atEnds(log: v128, x: v128): v128 {
  const infinite = splat(f32.MAX_VALUE);
  const defined = v128.or(log, v128.not(f32x4.ge(x, splat(0))));
  const end = v128.bitselect(splat(-Infinity), x, f32x4.eq(x, splat(0)));
  return v128.bitselect(end, defined, v128.or(f32x4.eq(x, splat(0)), f32x4.gt(x, infinite)));
}

/** ln x. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, splat(1.1754943508222875e-38));
  const normal = v128.bitselect(f32x4.mul(x, splat(8388608)), x, tiny);
  return atEnds(logOfNormal(normal, v128.and(splat(-23), tiny)), x);
}

/** ln(1 + x) for x ≥ 0, exact near 0 too. */
// @ts-ignore: decorator
@inline
export function log1pOfPositive(x: v128): v128 {
  const u = f32x4.add(x, splat(1));
  return f32x4.add(logOfNormal(u, splat(0)), f32x4.div(f32x4.sub(x, f32x4.sub(u, splat(1))), u));
}

/** ln(1 + x), exact near 0 too. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const u = f32x4.add(x, splat(1));
  const y = atEnds(log1pOfPositive(x), u);
  // So small a number is its own logarithm, −0 too.
  return v128.bitselect(x, y, f32x4.lt(f32x4.abs(x), splat(5.9604644775390625e-8)));
}

/** x with the sign of another number. */
// @ts-ignore: decorator
@inline
function withSign(x: v128, signed: v128): v128 {
  return v128.or(x, v128.and(signed, splat(-0.0)));
}

/** Of expm1, so that it is exact near 0 too. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const e = expm1(f32x4.mul(f32x4.abs(x), splat(-2)));
  return withSign(f32x4.div(f32x4.neg(e), f32x4.add(e, splat(2))), x);
}

/** 1 / (1 + e^−x). */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const above = v128.bitselect(splat(1), e, f32x4.ge(x, splat(0)));
  return f32x4.div(above, f32x4.add(e, splat(1)));
}

/** ln(1 + e^x). */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, splat(0)), log1pOfPositive(exp(f32x4.neg(f32x4.abs(x)))));
}

/** The error function. */
// @ts-ignore: decorator
@inline
export function erf(x: v128): v128 {
  const a = f32x4.pmin(f32x4.abs(x), splat(4));
  const z = f32x4.mul(a, a);
  // Below 0.9 a polynomial, above 1 − e^p.
  const q = step(0.12837916612625122, z, step(-0.3761262893676758, z, step(0.11283624172210693, z, step(-0.026855560019612312, z, step(0.005191753152757883, z, step(-0.0008039752719923854, z, splat(7.943100354168564e-5)))))));
  const p = step(-0.00016643907292746007, a, step(-1.127797245979309, a, step(-0.6369761228561401, a, step(-0.1041136160492897, a, step(0.02231517806649208, a, step(-0.003065483644604683, a, splat(0.00019821972819045186)))))));
  const y = v128.bitselect(f32x4.add(a, f32x4.mul(a, q)), f32x4.sub(splat(1), exp(p)), f32x4.lt(a, splat(0.9)));
  return withSign(y, x);
}

/** Whole numbers from floats as JavaScript makes them: cut, and modulo 2³². */
// @ts-ignore: decorator
@inline
export function toInt32(x: v128): v128 {
  const t = f32x4.trunc(x);
  // From 2³¹ on a float32 is a multiple of 2⁸, so that this is exact.
  const wrapped = f32x4.sub(t, f32x4.mul(f32x4.floor(f32x4.mul(t, splat(2.3283064365386963e-10))), splat(4294967296)));
  return v128.bitselect(i32x4.trunc_sat_f32x4_s(t), i32x4.trunc_sat_f32x4_u(wrapped), f32x4.lt(f32x4.abs(t), splat(2147483648)));
}
