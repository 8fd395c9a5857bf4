import { fillBytes } from "../bytes";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

@unmanaged
class Arguments {
  indices: usize;
  y: usize;
  n: i32;
  depth: i32;
  bytes: i32;
  on: i32;
  off: i32;
  share: i32;
}

/** y `[n, depth]` is `off` but for one `on` in each row, where its index lies within; both values are given as four bytes. */
export function OneHot(bytes: i32, indices: usize, y: usize, n: i32, depth: i32, on: i32, off: i32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.indices = indices;
  a.y = y;
  a.n = n;
  a.depth = depth;
  a.bytes = bytes;
  a.on = on;
  a.off = off;
  a.share = max(1, GRAIN / depth);
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const start = chunk * a.share;
    const end = min(start + a.share, a.n);
    const row = <usize>a.depth * a.bytes;
    fillBytes(a.y + row * start, a.off, row * (end - start));
    for (let i = start; i < end; i++) {
      const index = load<i32>(a.indices + (<usize>i << 2));
      if (<u32>index >= <u32>a.depth) continue;
      const at = a.y + row * i + <usize>index * a.bytes;
      if (a.bytes == 4) store<i32>(at, a.on);
      else store<u8>(at, a.on);
    }
  };
  parallel(fn.index, (n + a.share - 1) / a.share);
}
