import { storeFirst } from "./lanes";
import { ARGUMENTS, parallel } from "./queue";
import { GRAIN } from "./unary";

/** Columns that a unit of work looks at. */
const STRIP: i32 = 64;

// @ts-ignore: decorator
@unmanaged
class Arguments {
  outer: i32;
  length: i32;
  inner: i32;
  perChunk: i32;
  exclusive: i32;
  reverse: i32;
  x: usize;
  y: usize;
}

/**
 * Every line of `[outer, length, inner]` joined with all before it, or behind it where `reverse`; `exclusive` leaves out the line
 * itself. `start()` and `join(a, b)` are those of the operation.
 */
export function cumulate<F>(outer: i32, length: i32, inner: i32, x: usize, y: usize, exclusive: i32, reverse: i32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.outer = outer;
  a.length = length;
  a.inner = inner;
  a.perChunk = max(1, GRAIN / (min(inner, STRIP) * length));
  a.exclusive = exclusive;
  a.reverse = reverse;
  a.x = x;
  a.y = y;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const strips = (a.inner + STRIP - 1) / STRIP;
    for (let unit = chunk * a.perChunk, end = min(unit + a.perChunk, a.outer * strips); unit < end; unit++) cumulateUnit<F>(a, unit / strips, (unit % strips) * STRIP);
  };
  parallel(fn.index, (outer * ((inner + STRIP - 1) / STRIP) + a.perChunk - 1) / a.perChunk);
}

function cumulateUnit<F>(a: Arguments, outer: i32, from: i32): void {
  const f = changetype<F>(0);
  const stride = <usize>a.inner << 2;
  const start = <usize>outer * a.length * stride + (a.reverse ? <usize>(a.length - 1) * stride : 0);
  const step = a.reverse ? 0 - stride : stride;
  const to = min(from + STRIP, a.inner);
  for (let column = from; column < to; column += 4) {
    let sum = f.start();
    let at = start + (<usize>column << 2);
    for (let line = 0; line < a.length; line++, at += step) {
      const next = f.join(sum, v128.load(a.x + at));
      storeFirst(a.y + at, a.exclusive ? sum : next, to - column);
      sum = next;
    }
  }
}
