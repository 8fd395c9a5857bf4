import { GRAIN } from "./unary";
import { ARGUMENTS, parallel } from "./queue";

// @ts-ignore: decorator
@unmanaged
class Arguments {
  n: i32;
  x: usize;
  y: usize;
}

/** Whole numbers of four bytes from those of one: truths as numbers. */
export function widen(n: i32, x: usize, y: usize): void {
  run(n, x, y, ((chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    for (let i: usize = chunk * GRAIN, end = min(<usize>a.n, i + GRAIN); i < end; i += 4) v128.store(a.y + (i << 2), i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(a.x + i))));
  }).index);
}

/** Float32 from whole numbers of four bytes. */
export function toFloats(n: i32, x: usize, y: usize): void {
  run(n, x, y, ((chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    for (let i: usize = chunk * GRAIN, end = min(<usize>a.n, i + GRAIN); i < end; i += 4) v128.store(a.y + (i << 2), f32x4.convert_i32x4_s(v128.load(a.x + (i << 2))));
  }).index);
}

/** Truths of one byte from whole numbers of four. */
export function narrow(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < <usize>n; i++) store<u8>(y + i, load<i32>(x + (i << 2)));
}

function run(n: i32, x: usize, y: usize, fn: u32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.n = n;
  a.x = x;
  a.y = y;
  parallel(fn, (n + GRAIN - 1) / GRAIN);
}
