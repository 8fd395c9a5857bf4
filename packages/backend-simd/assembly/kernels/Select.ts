import { ARGUMENTS, parallel } from "../queue";
import { GRAIN, widened } from "../unary";

@unmanaged
class Arguments {
  n: i32;
  condition: usize;
  a: usize;
  b: usize;
  y: usize;
}

/** y[i] = condition[i] ? a[i] : b[i], for numbers of four bytes and conditions of one. */
export function Select(n: i32, condition: usize, a: usize, b: usize, y: usize): void {
  const given = changetype<Arguments>(ARGUMENTS);
  given.n = n;
  given.condition = condition;
  given.a = a;
  given.b = b;
  given.y = y;
  const fn = (chunk: i32): void => {
    const given = changetype<Arguments>(ARGUMENTS);
    const start = chunk * GRAIN;
    const condition = given.condition;
    const a = given.a;
    const b = given.b;
    const y = given.y;
    for (let i: usize = start << 2, to: usize = min(start + GRAIN, given.n) << 2; i < to; i += 16) {
      const holds = i32x4.ne(widened(condition + (i >>> 2)), i32x4.splat(0));
      v128.store(y + i, v128.bitselect(v128.load(a + i), v128.load(b + i), holds));
    }
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}
