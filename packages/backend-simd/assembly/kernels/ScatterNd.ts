import { copyBytes } from "../bytes";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

@unmanaged
class Arguments {
  y: usize;
  indices: usize;
  updates: usize;
  n: i32;
  bytes: i32; // of a slice
  kind: i32;
  share: i32; // bytes of a chunk's part of each slice
}

/**
 * Puts n slices into y, one after the other: kind 0 replaces what is there, 1 adds float32, 2 adds int32. Chunks are parts of the
 * slices, so that sums have one order.
 */
export function ScatterNd(kind: i32, y: usize, indices: usize, updates: usize, n: i32, bytes: i32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.y = y;
  a.indices = indices;
  a.updates = updates;
  a.n = n;
  a.bytes = bytes;
  a.kind = kind;
  a.share = max(64, ((GRAIN << 2) / max(n, 1) + 63) & ~63);
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const start = chunk * a.share;
    const length = min(a.share, a.bytes - start);
    const kind = a.kind;
    for (let i = 0; i < a.n; i++) {
      const to = a.y + <usize>load<i32>(a.indices + (<usize>i << 2)) * a.bytes + start;
      const from = a.updates + <usize>i * a.bytes + start;
      if (kind == 0) copyBytes(to, from, length);
      else if (kind == 1) {
        let k: i32 = 0;
        for (; k + 16 <= length; k += 16) v128.store(to + k, f32x4.add(v128.load(to + k), v128.load(from + k)));
        for (; k < length; k += 4) store<f32>(to + k, load<f32>(to + k) + load<f32>(from + k));
      } else for (let k = 0; k < length; k += 4) store<i32>(to + k, load<i32>(to + k) + load<i32>(from + k));
    }
  };
  parallel(fn.index, (bytes + a.share - 1) / a.share);
}
