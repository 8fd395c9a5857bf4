import { copyBytes } from "../bytes";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

@unmanaged
class Arguments {
  bytes: i32; // of a slice
  x: usize;
  indices: usize;
  y: usize;
  outer: i32;
  dim: i32;
  count: i32;
  rows: i32;
  share: i32;
}

/** y `[batch, outer, count, slice]` from x `[batch, outer, dim, slice]` by indices `[batch, count]`; `bytes` are those of a slice. */
export function GatherV2(bytes: i32, x: usize, indices: usize, y: usize, batch: i32, outer: i32, dim: i32, count: i32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.bytes = bytes;
  a.x = x;
  a.indices = indices;
  a.y = y;
  a.outer = outer;
  a.dim = dim;
  a.count = count;
  a.rows = batch * outer * count;
  a.share = max(1, (GRAIN << 2) / max(bytes, 8));
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const end = min((chunk + 1) * a.share, a.rows);
    const bytes: usize = a.bytes;
    for (let row = chunk * a.share; row < end; row++) {
      const i = row % a.count;
      const outer = row / a.count;
      const index = load<i32>(a.indices + (<usize>(outer / a.outer * a.count + i) << 2));
      copyBytes(a.y + <usize>row * bytes, a.x + (<usize>outer * a.dim + index) * bytes, bytes);
    }
  };
  parallel(fn.index, (a.rows + a.share - 1) / a.share);
}
