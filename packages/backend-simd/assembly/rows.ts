import { before, high, low } from "./lanes";
import { ARGUMENTS, parallel } from "./queue";
import { GRAIN } from "./unary";

// @ts-ignore: decorator
@unmanaged
class Rows {
  outer: i32;
  length: i32;
  pieces: i32;
  /** Pieces that a chunk takes. */
  perChunk: i32;
  x: usize;
  y: usize;
  partial: usize;
  factor: f64;
}

function piecesOf(length: i32): i32 {
  return max(1, (length + GRAIN - 1) / GRAIN);
}

/** Bytes that `joinRows` needs on the way. */
export function rowBytes(outer: i32, length: i32): f64 {
  return piecesOf(length) == 1 ? 0 : <f64>outer * <f64>piecesOf(length) * 8;
}

/** Joins the rows of `[outer, length]` to `[outer]` as `joinColumns` does, and multiplies by a factor. `partial` is memory of `rowBytes`. */
export function joinRows<F>(outer: i32, length: i32, x: usize, y: usize, factor: f64, partial: usize): void {
  const a = changetype<Rows>(ARGUMENTS);
  a.outer = outer;
  a.length = length;
  a.pieces = piecesOf(length);
  a.perChunk = max(1, GRAIN / length);
  a.x = x;
  a.y = y;
  a.partial = partial;
  a.factor = factor;
  const fn = (chunk: i32): void => {
    const a = changetype<Rows>(ARGUMENTS);
    for (let i = chunk * a.perChunk, end = min(i + a.perChunk, a.outer * a.pieces); i < end; i++) {
      const start = (i % a.pieces) * GRAIN;
      const sum = joinRow<F>(a.x + (<usize>(i / a.pieces) * a.length + start << 2), min(GRAIN, a.length - start));
      if (a.pieces > 1) store<f64>(a.partial + (<usize>i << 3), sum);
      else store<f32>(a.y + (<usize>i << 2), <f32>(sum * a.factor));
    }
  };
  parallel(fn.index, (outer * a.pieces + a.perChunk - 1) / a.perChunk);
  if (a.pieces == 1) return;
  for (let row = 0; row < outer; row++) {
    let sum = f64x2.splat(load<f64>(partial));
    for (let piece = 1; piece < a.pieces; piece++) sum = changetype<F>(0).merge(sum, v128.load64_splat(partial + (<usize>piece << 3)));
    store<f32>(y + (<usize>row << 2), <f32>(f64x2.extract_lane(sum, 0) * factor));
    partial += <usize>a.pieces << 3;
  }
}

/** What n numbers come to. */
function joinRow<F>(x: usize, n: i32): f64 {
  const f = changetype<F>(0);
  let s0 = f.start();
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  let i = 0;
  for (; i + 16 <= n; i += 16, x += 64) {
    const a = f.load(x, 0, 0, 0);
    s0 = f.join(s0, low(a));
    s1 = f.join(s1, high(a));
    const b = f.load(x + 16, 0, 0, 0);
    s2 = f.join(s2, low(b));
    s3 = f.join(s3, high(b));
    const c = f.load(x + 32, 0, 0, 0);
    s4 = f.join(s4, low(c));
    s5 = f.join(s5, high(c));
    const d = f.load(x + 48, 0, 0, 0);
    s6 = f.join(s6, low(d));
    s7 = f.join(s7, high(d));
  }
  for (; i < n; i += 4, x += 16) {
    const v = v128.bitselect(f.load(x, 0, 0, 0), f.neutral(), before(n - i));
    s0 = f.join(s0, low(v));
    s1 = f.join(s1, high(v));
  }
  s0 = f.merge(f.merge(f.merge(s0, s1), f.merge(s2, s3)), f.merge(f.merge(s4, s5), f.merge(s6, s7)));
  return f64x2.extract_lane(f.merge(s0, i64x2.shuffle(s0, s0, 1, 0)), 0);
}
