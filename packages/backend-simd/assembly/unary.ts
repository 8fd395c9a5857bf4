import { ARGUMENTS, parallel } from "./queue";

/** Numbers of a chunk of work that reads and writes each number once. */
export const GRAIN: i32 = 16384;

// @ts-ignore: decorator
@unmanaged
class Arguments {
  n: i32;
  x: usize;
  y: usize;
}

/** y[i] = f(x[i]) for n numbers. Arrays are padded to 64 bytes by the allocator. */
export function unary<F>(n: i32, x: usize, y: usize): void {
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
    // Four vectors at a time: V8 makes each constant anew in every round, which costs as much as the work on one vector.
    for (let i: usize = start << 2, to: usize = min(start + GRAIN, a.n) << 2; i < to; i += 64) {
      const p = f.of(v128.load(x + i));
      const q = f.of(v128.load(x + i, 16));
      const r = f.of(v128.load(x + i, 32));
      const s = f.of(v128.load(x + i, 48));
      v128.store(y + i, p);
      v128.store(y + i, q, 16);
      v128.store(y + i, r, 32);
      v128.store(y + i, s, 48);
    }
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}

/** y[i] = f(x[i]), whether something is true, in bytes of 0 and 1. */
export function test<F>(n: i32, x: usize, y: usize): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.n = n;
  a.x = x;
  a.y = y;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const start = chunk * GRAIN;
    const f = changetype<F>(0);
    const y = a.y;
    for (let i: usize = start, to: usize = min(start + GRAIN, a.n), x = a.x; i < to; i += 16) {
      const from = x + (i << 2);
      v128.store(y + i, truths(f.of(v128.load(from)), f.of(v128.load(from, 16)), f.of(v128.load(from, 32)), f.of(v128.load(from, 48))));
    }
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}

/** The masks of sixteen numbers as bytes of 0 and 1. */
// @ts-ignore: decorator
@inline
export function truths(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.and(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)), i8x16.splat(1));
}

/** Four bytes as whole numbers. */
// @ts-ignore: decorator
@inline
export function widened(bytes: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(bytes)));
}
