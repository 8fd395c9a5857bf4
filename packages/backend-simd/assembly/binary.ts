import { BLOCK, prepare, present } from "./operand";
import { ARGUMENTS, parallel, scratch } from "./queue";
import { GRAIN, truths } from "./unary";

// @ts-ignore: decorator
@unmanaged
class Arguments {
  n: i32;
  y: usize;
}

/** y[i] = f(a[i], b[i]) for n numbers of the operands that were set, of four bytes each. */
export function binary<F>(n: i32, y: usize): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.n = n;
  a.y = y;
  const fn = (chunk: i32): void => {
    const n = changetype<Arguments>(ARGUMENTS).n;
    const y = changetype<Arguments>(ARGUMENTS).y;
    const room = scratch();
    const f = changetype<F>(0);
    const first = chunk * GRAIN;
    prepare(0, min(n - first, GRAIN), room);
    prepare(1, min(n - first, GRAIN), room);
    for (let start = first, last = min(first + GRAIN, n); start < last; start += BLOCK) {
      const count = min(BLOCK, last - start);
      const a = present(0, n, start, count, room);
      const b = present(1, n, start, count, room);
      const to = y + (<usize>start << 2);
      // Four vectors at a time, as in `unary`.
      for (let i: usize = 0, end: usize = <usize>count << 2; i < end; i += 64) {
        const p = f.of(v128.load(a + i), v128.load(b + i));
        const q = f.of(v128.load(a + i, 16), v128.load(b + i, 16));
        const r = f.of(v128.load(a + i, 32), v128.load(b + i, 32));
        const s = f.of(v128.load(a + i, 48), v128.load(b + i, 48));
        v128.store(to + i, p);
        v128.store(to + i, q, 16);
        v128.store(to + i, r, 32);
        v128.store(to + i, s, 48);
      }
    }
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}

/** y[i] = f(a[i], b[i]), whether something is true, in bytes of 0 and 1. */
export function compare<F>(n: i32, y: usize): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.n = n;
  a.y = y;
  const fn = (chunk: i32): void => {
    const n = changetype<Arguments>(ARGUMENTS).n;
    const y = changetype<Arguments>(ARGUMENTS).y;
    const room = scratch();
    const f = changetype<F>(0);
    const first = chunk * GRAIN;
    prepare(0, min(n - first, GRAIN), room);
    prepare(1, min(n - first, GRAIN), room);
    for (let start = first, last = min(first + GRAIN, n); start < last; start += BLOCK) {
      const count = min(BLOCK, last - start);
      const a = present(0, n, start, count, room);
      const b = present(1, n, start, count, room);
      const to = y + <usize>start;
      for (let i: usize = 0, end: usize = <usize>count; i < end; i += 16) {
        const p = a + (i << 2);
        const q = b + (i << 2);
        v128.store(to + i, truths(f.of(v128.load(p), v128.load(q)), f.of(v128.load(p, 16), v128.load(q, 16)), f.of(v128.load(p, 32), v128.load(q, 32)), f.of(v128.load(p, 48), v128.load(q, 48))));
      }
    }
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}
