import { copyBytes, fillBytes } from "../bytes";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

/** Six axes, the outermost first: how long each is, and how many bytes its steps are there and here. */
@unmanaged
class Arguments {
  to: usize;
  from: usize;
  bytes: i32; // of a value: 4 or 1
  n0: i32;
  n1: i32;
  n2: i32;
  n3: i32;
  n4: i32;
  n5: i32;
  f0: i32;
  f1: i32;
  f2: i32;
  f3: i32;
  f4: i32;
  f5: i32;
  t0: i32;
  t1: i32;
  t2: i32;
  t3: i32;
  t4: i32;
  t5: i32;
  // How the work is cut.
  pieces: i32; // of a row or of a plane's columns
  strip: i32; // rows of a strip of a plane
  strips: i32; // of a plane's rows
  items: i32;
  share: i32; // items of a chunk
}

/** Values of a piece of a long row. */
const PIECE: i32 = GRAIN;
/** Columns of a piece of a plane, and the side of its blocks: a cache line. */
const LENGTH: i32 = 1024;
const BLOCK: i32 = 16;

/**
 * Copies values between two arrangements of up to six axes. Steps are in bytes, and those of the source may be zero (repeating) or
 * negative (backwards); sums of addresses wrap as they should. Where the source is not contiguous along the last axis but along the
 * fifth, planes of both are transposed block by block.
 */
export function Move(
  bytes: i32, to: usize, from: usize, n0: i32, f0: i32, t0: i32, n1: i32, f1: i32, t1: i32, n2: i32, f2: i32, t2: i32,
  n3: i32, f3: i32, t3: i32, n4: i32, f4: i32, t4: i32, n5: i32, f5: i32, t5: i32,
): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.to = to;
  a.from = from;
  a.bytes = bytes;
  a.n0 = n0;
  a.n1 = n1;
  a.n2 = n2;
  a.n3 = n3;
  a.n4 = n4;
  a.n5 = n5;
  a.f0 = f0;
  a.f1 = f1;
  a.f2 = f2;
  a.f3 = f3;
  a.f4 = f4;
  a.f5 = f5;
  a.t0 = t0;
  a.t1 = t1;
  a.t2 = t2;
  a.t3 = t3;
  a.t4 = t4;
  a.t5 = t5;
  const outer = n0 * n1 * n2 * n3;
  if (bytes == 4 && f4 == 4 && t5 == 4 && f5 != 4) {
    // Of narrow planes as many rows as make a piece worth its while.
    a.strip = max(BLOCK, LENGTH / n5);
    a.strips = (n4 + a.strip - 1) / a.strip;
    a.pieces = (n5 + LENGTH - 1) / LENGTH;
    a.items = outer * a.strips * a.pieces;
    a.share = max(1, GRAIN / (min(n4, a.strip) * min(n5, LENGTH)));
    const fn = (chunk: i32): void => planes(chunk);
    parallel(fn.index, (a.items + a.share - 1) / a.share);
    return;
  }
  a.pieces = (n5 + PIECE - 1) / PIECE;
  a.items = outer * n4 * a.pieces;
  a.share = max(1, GRAIN / min(n5, PIECE));
  const fn = (chunk: i32): void => rows(chunk);
  parallel(fn.index, (a.items + a.share - 1) / a.share);
}

/** Bytes from the start to item `outer` of the four outermost axes. */
// @ts-ignore: decorator
@inline
function offset(outer: i32, n1: i32, n2: i32, n3: i32, s0: i32, s1: i32, s2: i32, s3: i32): usize {
  const i3 = outer % n3;
  outer /= n3;
  const i2 = outer % n2;
  outer /= n2;
  return outer / n1 * s0 + outer % n1 * s1 + i2 * s2 + i3 * s3;
}

function rows(chunk: i32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  const end = min((chunk + 1) * a.share, a.items);
  for (let item = chunk * a.share; item < end; ) {
    const piece = item % a.pieces;
    const row = item / a.pieces;
    const i4 = row % a.n4;
    const outer = row / a.n4;
    const start = piece * PIECE;
    const length = min(PIECE, a.n5 - start);
    // Rows of several pieces come one by one, others as many as the plane has left.
    const run = a.pieces > 1 ? 1 : min(a.n4 - i4, end - item);
    let from = a.from + offset(outer, a.n1, a.n2, a.n3, a.f0, a.f1, a.f2, a.f3) + i4 * a.f4 + start * a.f5;
    let to = a.to + offset(outer, a.n1, a.n2, a.n3, a.t0, a.t1, a.t2, a.t3) + i4 * a.t4 + start * a.t5;
    for (let i = 0; i < run; i++, from += a.f4, to += a.t4) rowOf(a, to, from, length);
    item += run;
  }
}

// @ts-ignore: decorator
@inline
function rowOf(a: Arguments, to: usize, from: usize, length: i32): void {
  const bytes = a.bytes;
  const f5 = a.f5;
  const t5 = a.t5;
  if (t5 == bytes && f5 == bytes) copyBytes(to, from, <usize>length * bytes);
  else if (t5 == bytes && f5 == 0) fillBytes(to, bytes == 4 ? load<i32>(from) : <i32>load<u8>(from) * 0x01010101, <usize>length * bytes);
  else if (bytes == 4) for (let i = 0; i < length; i++, from += f5, to += t5) store<i32>(to, load<i32>(from));
  else for (let i = 0; i < length; i++, from += f5, to += t5) store<u8>(to, load<u8>(from));
}

function planes(chunk: i32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  const end = min((chunk + 1) * a.share, a.items);
  for (let item = chunk * a.share; item < end; item++) {
    const piece = item % a.pieces;
    const strip = item / a.pieces % a.strips;
    const outer = item / a.pieces / a.strips;
    const from = a.from + offset(outer, a.n1, a.n2, a.n3, a.f0, a.f1, a.f2, a.f3);
    const to = a.to + offset(outer, a.n1, a.n2, a.n3, a.t0, a.t1, a.t2, a.t3);
    const row = strip * a.strip;
    const rowEnd = min(row + a.strip, a.n4);
    const columnEnd = min((piece + 1) * LENGTH, a.n5);
    for (let column = piece * LENGTH; column < columnEnd; column += BLOCK) block(a, to, from, row, rowEnd, column, min(column + BLOCK, columnEnd));
  }
}

/** Rows of what is written, each contiguous there; columns are contiguous runs of what is read. */
// @ts-ignore: decorator
@inline
function block(a: Arguments, to: usize, from: usize, row: i32, rowEnd: i32, column: i32, columnEnd: i32): void {
  const f5 = a.f5;
  const t4 = a.t4;
  let r = row;
  for (; r + 4 <= rowEnd; r += 4) {
    let c = column;
    let p = from + (r << 2) + c * f5;
    let q = to + r * t4 + (c << 2);
    for (; c + 4 <= columnEnd; c += 4, p += f5 << 2, q += 16) {
      const x0 = v128.load(p);
      const x1 = v128.load(p + f5);
      const x2 = v128.load(p + 2 * f5);
      const x3 = v128.load(p + 3 * f5);
      const low01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
      const low23 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
      const high01 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
      const high23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
      v128.store(q, v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(q + t4, v128.shuffle<i64>(low01, low23, 1, 3));
      v128.store(q + 2 * t4, v128.shuffle<i64>(high01, high23, 0, 2));
      v128.store(q + 3 * t4, v128.shuffle<i64>(high01, high23, 1, 3));
    }
    if (c + 2 == columnEnd && t4 == 8) {
      // The plane is two columns wide: what is written goes on without a gap, as when the channels of two groups are shuffled.
      const x0 = v128.load(p);
      const x1 = v128.load(p + f5);
      v128.store(q, v128.shuffle<i32>(x0, x1, 0, 4, 1, 5));
      v128.store(q, v128.shuffle<i32>(x0, x1, 2, 6, 3, 7), 16);
      continue;
    }
    for (; c < columnEnd; c++, p += f5, q += 4) {
      const x = v128.load(p);
      v128.store_lane<i32>(q, x, 0);
      v128.store_lane<i32>(q + t4, x, 1);
      v128.store_lane<i32>(q + 2 * t4, x, 2);
      v128.store_lane<i32>(q + 3 * t4, x, 3);
    }
  }
  if (r + 2 == rowEnd && f5 == 8) {
    // And back: what is read goes on without a gap.
    let c = column;
    let p = from + (r << 2) + (c << 3);
    const q = to + r * t4;
    for (; c + 4 <= columnEnd; c += 4, p += 32) {
      const x0 = v128.load(p);
      const x1 = v128.load(p, 16);
      v128.store(q + (c << 2), v128.shuffle<i32>(x0, x1, 0, 2, 4, 6));
      v128.store(q + t4 + (c << 2), v128.shuffle<i32>(x0, x1, 1, 3, 5, 7));
    }
    for (; c < columnEnd; c++, p += 8) {
      store<i32>(q + (c << 2), load<i32>(p));
      store<i32>(q + t4 + (c << 2), load<i32>(p, 4));
    }
    return;
  }
  for (; r < rowEnd; r++) {
    let p = from + (r << 2) + column * f5;
    const q = to + r * t4;
    for (let c = column; c < columnEnd; c++, p += f5) store<i32>(q + (c << 2), load<i32>(p));
  }
}
