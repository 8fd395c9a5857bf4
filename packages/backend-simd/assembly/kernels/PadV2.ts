import { copyBytes, fillBytes } from "../bytes";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

/** Of each axis, the outermost first: its length in x and in y, and how many of the value stand before. */
@unmanaged
class Arguments {
  x: usize;
  y: usize;
  bytes: i32;
  bits: i32;
  m0: i32;
  n0: i32;
  b0: i32;
  m1: i32;
  n1: i32;
  b1: i32;
  m2: i32;
  n2: i32;
  b2: i32;
  m3: i32;
  n3: i32;
  b3: i32;
  rows: i32;
  share: i32; // rows of a chunk
}

/** Pads x `[m0, m1, m2, m3]` to y `[n0, n1, n2, n3]` with a value, given as four bytes, in one pass. */
export function PadV2(bytes: i32, x: usize, y: usize, bits: i32, m0: i32, n0: i32, b0: i32, m1: i32, n1: i32, b1: i32, m2: i32, n2: i32, b2: i32, m3: i32, n3: i32, b3: i32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.x = x;
  a.y = y;
  a.bytes = bytes;
  a.bits = bits;
  a.m0 = m0;
  a.n0 = n0;
  a.b0 = b0;
  a.m1 = m1;
  a.n1 = n1;
  a.b1 = b1;
  a.m2 = m2;
  a.n2 = n2;
  a.b2 = b2;
  a.m3 = m3;
  a.n3 = n3;
  a.b3 = b3;
  a.rows = n0 * n1 * n2;
  a.share = max(1, GRAIN / n3);
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const end = min((chunk + 1) * a.share, a.rows);
    const length = <usize>a.n3 * a.bytes;
    const before = <usize>a.b3 * a.bytes;
    const inner = <usize>a.m3 * a.bytes;
    for (let row = chunk * a.share; row < end; row++) {
      const i2 = row % a.n2 - a.b2;
      const i1 = row / a.n2 % a.n1 - a.b1;
      const i0 = row / a.n2 / a.n1 - a.b0;
      const to = a.y + <usize>row * length;
      if (<u32>i0 < <u32>a.m0 && <u32>i1 < <u32>a.m1 && <u32>i2 < <u32>a.m2) {
        fillBytes(to, a.bits, before);
        copyBytes(to + before, a.x + (<usize>(i0 * a.m1 + i1) * a.m2 + i2) * inner, inner);
        fillBytes(to + before + inner, a.bits, length - before - inner);
      } else fillBytes(to, a.bits, length);
    }
  };
  parallel(fn.index, (a.rows + a.share - 1) / a.share);
}
