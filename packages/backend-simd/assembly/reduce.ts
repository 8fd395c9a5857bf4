import { before, storeFirst } from "./lanes";
import { ARGUMENTS, parallel } from "./queue";
import { GRAIN } from "./unary";

/** Columns that a unit of work looks at. */
const STRIP: i32 = 1024;

// @ts-ignore: decorator
@unmanaged
class Arguments {
  outer: i32;
  length: i32;
  inner: i32;
  /** Lines of `inner` numbers that a unit takes of the `length`; units that a chunk takes. */
  perPiece: i32;
  perChunk: i32;
  x: usize;
  y: usize;
}

/** Lines that one unit of work reduces. */
function linesOf(inner: i32): i32 {
  return max(16, GRAIN / min(inner, STRIP));
}

/** Bytes that `reduce` needs on the way. */
export function reduceBytes(outer: i32, length: i32, inner: i32): f64 {
  const lines = linesOf(inner);
  return length <= lines ? 0 : <f64>outer * <f64>((length + lines - 1) / lines) * <f64>inner * 4;
}

/**
 * Joins the lines of `[outer, length, inner]` to `[outer, inner]`, four bytes each, by an operation that takes them in any order:
 * `start()` changes nothing, `join(a, b)` joins vectors. `partial` is memory of `reduceBytes`.
 */
export function reduce<F>(outer: i32, length: i32, inner: i32, x: usize, y: usize, partial: usize): void {
  const lines = linesOf(inner);
  if (length <= lines) {
    pass<F>(outer, length, inner, length, x, y);
    return;
  }
  pass<F>(outer, length, inner, lines, x, partial);
  const pieces = (length + lines - 1) / lines;
  pass<F>(outer, pieces, inner, pieces, partial, y);
}

/** From `[outer, length, inner]` to `[outer, pieces, inner]`. */
function pass<F>(outer: i32, length: i32, inner: i32, perPiece: i32, x: usize, y: usize): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.outer = outer;
  a.length = length;
  a.inner = inner;
  a.perPiece = perPiece;
  a.perChunk = max(1, GRAIN / (perPiece * min(inner, STRIP)));
  a.x = x;
  a.y = y;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const end = min((chunk + 1) * a.perChunk, units(a));
    for (let unit = chunk * a.perChunk; unit < end; unit++) reduceUnit<F>(a, unit);
  };
  parallel(fn.index, (units(a) + a.perChunk - 1) / a.perChunk);
}

function units(a: Arguments): i32 {
  return a.outer * ((a.length + a.perPiece - 1) / a.perPiece) * ((a.inner + STRIP - 1) / STRIP);
}

function reduceUnit<F>(a: Arguments, unit: i32): void {
  const pieces = (a.length + a.perPiece - 1) / a.perPiece;
  const strips = (a.inner + STRIP - 1) / STRIP;
  const strip = unit % strips;
  const line = unit / strips;
  const first = (line % pieces) * a.perPiece;
  const lines = min(a.perPiece, a.length - first);
  const from = strip * STRIP;
  const x = a.x + ((<usize>(line / pieces) * a.length + first) * a.inner + from << 2);
  const y = a.y + (<usize>line * a.inner + from << 2);
  if (a.inner == 1) store<u32>(y, reduceRow<F>(x, lines));
  else reduceColumns<F>(x, lines, a.inner, min(STRIP, a.inner - from), y);
}

/** The bits of what n numbers come to. */
function reduceRow<F>(x: usize, n: i32): u32 {
  const f = changetype<F>(0);
  let a = f.start();
  let b = a;
  let c = a;
  let d = a;
  let i = 0;
  for (; i + 16 <= n; i += 16, x += 64) {
    a = f.join(a, v128.load(x));
    b = f.join(b, v128.load(x, 16));
    c = f.join(c, v128.load(x, 32));
    d = f.join(d, v128.load(x, 48));
  }
  for (; i + 4 <= n; i += 4, x += 16) a = f.join(a, v128.load(x));
  if (i < n) b = f.join(b, v128.bitselect(v128.load(x), f.start(), before(n - i)));
  a = f.join(f.join(a, b), f.join(c, d));
  a = f.join(a, i64x2.shuffle(a, a, 1, 0));
  a = f.join(a, i32x4.shuffle(a, a, 1, 0, 3, 2));
  return i32x4.extract_lane(a, 0);
}

/** The first `columns` of lines of `inner` numbers. */
function reduceColumns<F>(x: usize, lines: i32, inner: i32, columns: i32, y: usize): void {
  const f = changetype<F>(0);
  const stride = <usize>inner << 2;
  const end = x + <usize>lines * stride;
  let column = 0;
  for (; column + 16 <= columns; column += 16, x += 64, y += 64) {
    let a = f.start();
    let b = a;
    let c = a;
    let d = a;
    for (let at = x; at < end; at += stride) {
      a = f.join(a, v128.load(at));
      b = f.join(b, v128.load(at, 16));
      c = f.join(c, v128.load(at, 32));
      d = f.join(d, v128.load(at, 48));
    }
    v128.store(y, a);
    v128.store(y, b, 16);
    v128.store(y, c, 32);
    v128.store(y, d, 48);
  }
  for (; column < columns; column += 4, x += 16, y += 16) {
    let a = f.start();
    for (let at = x; at < end; at += stride) a = f.join(a, v128.load(at));
    storeFirst(y, a, columns - column);
  }
}
