import { ARGUMENTS, parallel } from "../queue";

/** Bytes of a chunk. */
const GRAIN: i32 = 65536;

@unmanaged
class Arguments {
  n: i32;
  x: usize;
  y: usize;
}

/** y[i] = x[i] ? 0 : 1 for bytes. */
export function LogicalNot(n: i32, x: usize, y: usize): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.n = n;
  a.x = x;
  a.y = y;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const start = chunk * GRAIN;
    const x = a.x;
    const y = a.y;
    for (let i: usize = start, to: usize = min(start + GRAIN, a.n); i < to; i += 16)
      v128.store(y + i, v128.and(i8x16.eq(v128.load(x + i), i8x16.splat(0)), i8x16.splat(1)));
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}
