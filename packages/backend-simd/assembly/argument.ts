import { before, storeFirst } from "./lanes";
import { ARGUMENTS, parallel } from "./queue";
import { GRAIN } from "./unary";

/** Columns that a unit of work looks at. */
const STRIP: i32 = 256;

// @ts-ignore: decorator
@unmanaged
class Arguments {
  outer: i32;
  length: i32;
  inner: i32;
  perChunk: i32;
  x: usize;
  y: usize;
}

/**
 * Which line of `[outer, length, inner]` has the best number of its column, the first of equals: `[outer, inner]`. `better(a, b)`
 * says where a is better than b; not-a-number is never, and where it comes first nothing is better.
 */
export function bestLines<F>(outer: i32, length: i32, inner: i32, x: usize, y: usize): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.outer = outer;
  a.length = length;
  a.inner = inner;
  a.perChunk = max(1, GRAIN / (min(inner, STRIP) * length));
  a.x = x;
  a.y = y;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const strips = (a.inner + STRIP - 1) / STRIP;
    for (let unit = chunk * a.perChunk, end = min(unit + a.perChunk, a.outer * strips); unit < end; unit++) {
      const from = (unit % strips) * STRIP;
      const x = a.x + (<usize>(unit / strips) * a.length * a.inner + from << 2);
      const y = a.y + (<usize>(unit / strips) * a.inner + from << 2);
      if (a.inner == 1) store<i32>(y, bestOfRow<F>(x, a.length));
      else bestOfColumns<F>(x, a.length, a.inner, min(STRIP, a.inner - from), y);
    }
  };
  parallel(fn.index, (outer * ((inner + STRIP - 1) / STRIP) + a.perChunk - 1) / a.perChunk);
}

function bestOfRow<F>(x: usize, n: i32): i32 {
  const f = changetype<F>(0);
  // Every lane begins with the first number, so that each follows the rule for not-a-number.
  let best = v128.load32_splat(x);
  let places = i32x4.splat(0);
  let here = i32x4(0, 1, 2, 3);
  for (let i = 0; i < n; i += 4, x += 16) {
    const v = v128.load(x);
    const better = v128.and(f.better(v, best), before(n - i));
    best = v128.bitselect(v, best, better);
    places = v128.bitselect(here, places, better);
    here = i32x4.add(here, i32x4.splat(4));
  }
  for (let turn = 0; turn < 2; turn++) {
    const other = turn == 0 ? i64x2.shuffle(best, best, 1, 0) : i32x4.shuffle(best, best, 1, 0, 3, 2);
    const otherPlaces = turn == 0 ? i64x2.shuffle(places, places, 1, 0) : i32x4.shuffle(places, places, 1, 0, 3, 2);
    // Of equals, that with the lower place.
    const taken = v128.or(f.better(other, best), v128.andnot(i32x4.lt_s(otherPlaces, places), f.better(best, other)));
    best = v128.bitselect(other, best, taken);
    places = v128.bitselect(otherPlaces, places, taken);
  }
  return i32x4.extract_lane(places, 0);
}

/** The first `columns` of lines of `inner` numbers. */
function bestOfColumns<F>(x: usize, lines: i32, inner: i32, columns: i32, y: usize): void {
  const f = changetype<F>(0);
  const stride = <usize>inner << 2;
  for (let column = 0; column < columns; column += 4, x += 16, y += 16) {
    let best = v128.load(x);
    let places = i32x4.splat(0);
    let at = x + stride;
    for (let line = 1; line < lines; line++, at += stride) {
      const v = v128.load(at);
      const better = f.better(v, best);
      best = v128.bitselect(v, best, better);
      places = v128.bitselect(i32x4.splat(line), places, better);
    }
    storeFirst(y, places, columns - column);
  }
}
