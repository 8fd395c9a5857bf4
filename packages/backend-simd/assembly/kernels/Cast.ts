import { toInt32 } from "../functions";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN, test, unary, widened } from "../unary";

@unmanaged
class FloatToInt {
  @inline of(x: v128): v128 {
    return toInt32(x);
  }
}

@unmanaged
class IntToFloat {
  @inline of(x: v128): v128 {
    return f32x4.convert_i32x4_s(x);
  }
}

@unmanaged
class FloatIsNotZero {
  @inline of(x: v128): v128 {
    return f32x4.ne(x, f32x4.splat(0));
  }
}

@unmanaged
class IntIsNotZero {
  @inline of(x: v128): v128 {
    return i32x4.ne(x, i32x4.splat(0));
  }
}

/** Whole numbers of floats, cut off towards 0. */
export function CastFloatToInt(n: i32, x: usize, y: usize): void {
  unary<FloatToInt>(n, x, y);
}

/** Floats of whole numbers. */
export function CastIntToFloat(n: i32, x: usize, y: usize): void {
  unary<IntToFloat>(n, x, y);
}

/** Whether each float is not 0. */
export function CastFloatToBool(n: i32, x: usize, y: usize): void {
  test<FloatIsNotZero>(n, x, y);
}

/** Whether each whole number is not 0. */
export function CastIntToBool(n: i32, x: usize, y: usize): void {
  test<IntIsNotZero>(n, x, y);
}

@unmanaged
class BoolToInt {
  @inline of(x: v128): v128 {
    return x;
  }
}

@unmanaged
class Arguments {
  n: i32;
  x: usize;
  y: usize;
}

function fromBytes<F>(n: i32, x: usize, y: usize): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.n = n;
  a.x = x;
  a.y = y;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const start = chunk * GRAIN;
    const x = a.x;
    const y = a.y;
    const f = changetype<F>(0);
    for (let i: usize = start << 2, to: usize = min(start + GRAIN, a.n) << 2; i < to; i += 16) v128.store(y + i, f.of(widened(x + (i >>> 2))));
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}

/** Truths as whole numbers, 0 and 1. */
export function CastBoolToInt(n: i32, x: usize, y: usize): void {
  fromBytes<BoolToInt>(n, x, y);
}

/** Truths as floats, 0 and 1. */
export function CastBoolToFloat(n: i32, x: usize, y: usize): void {
  fromBytes<IntToFloat>(n, x, y);
}
