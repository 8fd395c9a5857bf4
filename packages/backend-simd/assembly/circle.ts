import { joined, lower, upper } from "./doubles";
import { step } from "./functions";

/** π/2 in two parts: the first has so few bits that its product with a whole number below 2²⁵ is exact. */
const QUARTER_HIGH: f64 = 1.570796325802803;
const QUARTER_LOW: f64 = 9.920935796805404e-10;

/** Below this size float64 are exact enough to find the quarter of the circle. */
const FAR: f32 = 33554432;

/** sin(x + quarters·π/2). */
export function sine(x: v128, quarters: i32): v128 {
  const low = quarterOf(lower(x));
  const high = quarterOf(upper(x));
  let r = v128.shuffle<i64>(f32x4.demote_f64x2_zero(restOf(lower(x), low)), f32x4.demote_f64x2_zero(restOf(upper(x), high)), 0, 2);
  let q = joined(i32x4.trunc_sat_f64x2_s_zero(low), i32x4.trunc_sat_f64x2_s_zero(high));
  if (v128.any_true(f32x4.gt(f32x4.abs(x), f32x4.splat(FAR)))) {
    for (let lane = 0; lane < 4; lane++) {
      // A lane may be taken by a constant number only: the vectors turn.
      const one = f32x4.extract_lane(x, 0);
      if (abs(one) > FAR && abs(one) <= f32.MAX_VALUE) {
        const turns = farTurns(one);
        const nearest = (turns + 0x2000000000000000) >>> 62;
        r = f32x4.replace_lane(r, 0, <f32>(<f64>(<i64>(turns - (nearest << 62))) * (1.57079632679489661923 / 4611686018427387904)) * (one < 0 ? -1 : 1));
        q = i32x4.replace_lane(q, 0, one < 0 ? -(<i32>nearest) : <i32>nearest);
      }
      x = v128.shuffle<i32>(x, x, 1, 2, 3, 0);
      r = v128.shuffle<i32>(r, r, 1, 2, 3, 0);
      q = v128.shuffle<i32>(q, q, 1, 2, 3, 0);
    }
  }
  q = i32x4.add(q, i32x4.splat(quarters));
  const z = f32x4.mul(r, r);
  const s = f32x4.add(r, f32x4.mul(f32x4.mul(r, z), step(-0.16666653752326965, z, step(0.008332102559506893, z, f32x4.splat(-0.00019506990793161094)))));
  const c = step(1, z, step(-0.5, z, step(0.04166664555668831, z, step(-0.0013887298991903663, z, f32x4.splat(2.4430202756775543e-5)))));
  const odd = i32x4.eq(v128.and(q, i32x4.splat(1)), i32x4.splat(1));
  return v128.xor(v128.bitselect(c, s, odd), i32x4.shl(v128.and(q, i32x4.splat(2)), 30));
}

// @ts-ignore: decorator
@inline
function quarterOf(x: v128): v128 {
  return f64x2.nearest(f64x2.mul(x, f64x2.splat(0.63661977236758134308)));
}

// @ts-ignore: decorator
@inline
function restOf(x: v128, quarters: v128): v128 {
  return f64x2.sub(f64x2.sub(x, f64x2.mul(quarters, f64x2.splat(QUARTER_HIGH))), f64x2.mul(quarters, f64x2.splat(QUARTER_LOW)));
}

/** |x|·2/π modulo 4 for |x| ≥ 2²⁵, in units of 2⁻⁶²: the bits of 2/π above are whole turns, those below too small (Payne and Hanek, 1983). */
function farTurns(x: f32): u64 {
  const bits = reinterpret<u32>(x);
  const mantissa: u64 = (bits & 0x7fffff) | 0x800000;
  // |x| = mantissa·2^exponent. Bit i behind the point of 2/π has the weight 2^(exponent − i): those from 2² on are left out.
  const exponent = <i32>((bits >>> 23) & 255) - 150;
  const first = exponent - 2;
  // The product with 96 bits from there on: its lowest 32 bits do not matter, and those above 64 are whole turns.
  return ((window(first) * mantissa) << 32) + window(first + 32) * mantissa + ((window(first + 64) * mantissa) >>> 32);
}

/** 32 bits of 2/π from bit `first` behind the point on. */
function window(first: i32): u64 {
  const shift = first & 31;
  const word = first >>> 5;
  return (((twoByPi(word) << 32) | twoByPi(word + 1)) << shift) >>> 32;
}

function twoByPi(word: i32): u64 {
  switch (word) {
    case 0: return 0xa2f9836e;
    case 1: return 0x4e441529;
    case 2: return 0xfc2757d1;
    case 3: return 0xf534ddc0;
    case 4: return 0xdb629599;
    case 5: return 0x3c439041;
    case 6: return 0xfe5163ab;
    default: return 0xdebbc561;
  }
}
