import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

@unmanaged
class Arguments {
  n: i32;
  value: i32;
  y: usize;
}

/** y[i] = value for n words of four bytes. */
export function Fill(n: i32, value: i32, y: usize): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.n = n;
  a.value = value;
  a.y = y;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const start = chunk * GRAIN;
    const y = a.y;
    const all = i32x4.splat(a.value);
    for (let i: usize = start << 2, to: usize = min(start + GRAIN, a.n) << 2; i < to; i += 16) v128.store(y + i, all);
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}
