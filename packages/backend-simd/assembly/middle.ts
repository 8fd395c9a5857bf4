import { Columns, columnBytes, foldColumns, joinColumns, joinPieces, joinUnit } from "./columns";
import { ARGUMENTS, parallel, scratch } from "./queue";
import { joinRows, rowBytes } from "./rows";

/** The widest line whose columns are folded in scratch memory. */
const WIDEST: i32 = 65536;

/** Whether each unit of work can write its results itself. */
function isDirect(a: Columns): bool {
  return a.pieces == 1 && (a.fold == 1 || a.width <= WIDEST);
}

/** Bytes that `joinMiddle` needs on the way. */
export function middleBytes(outer: i32, length: i32, inner: i32): f64 {
  if (inner == 1) return rowBytes(outer, length);
  const bytes = columnBytes(outer, length, inner, 1);
  return isDirect(changetype<Columns>(ARGUMENTS)) ? 0 : bytes;
}

/**
 * Joins the lines of `[outer, length, inner]` to `[outer, inner]` in float64, and multiplies by a factor. `load(x, …)` gives four
 * numbers from where they lie, `join(a, v)` joins two of them to what is there, `merge(a, b)` two such results; `neutral()` and
 * `start()` change nothing, in float32 and float64. `partial` is memory of `middleBytes`.
 */
export function joinMiddle<F>(outer: i32, length: i32, inner: i32, x: usize, y: usize, factor: f64, partial: usize): void {
  if (inner == 1) {
    joinRows<F>(outer, length, x, y, factor, partial);
    return;
  }
  const a = changetype<Columns>(ARGUMENTS);
  a.shape(outer, length, inner, 1);
  a.x = x;
  a.to = y;
  a.factor = factor;
  a.partial = partial;
  if (!isDirect(a)) {
    joinColumns<F>();
    joinPieces<F>();
    for (let o = 0; o < outer; o++) write(a.slot(o, 0), y + (<usize>o * inner << 2), inner, factor);
    return;
  }
  if (a.fold > 1) a.undivided();
  const fn = (chunk: i32): void => {
    const a = changetype<Columns>(ARGUMENTS);
    const sums = scratch();
    const end = min((chunk + 1) * a.unitsPerChunk, a.units());
    for (let unit = chunk * a.unitsPerChunk; unit < end; unit++) {
      const o = unit / a.strips;
      const from = (unit % a.strips) * a.strip;
      const to = min(from + a.strip, a.width);
      joinUnit<F>(a, o, 0, from, to, sums - (<usize>from << 3));
      if (a.fold > 1) foldColumns<F>(sums, a.channels, a.fold);
      write(sums, a.to + (<usize>o * a.channels + from << 2), min(to, a.channels) - from, a.factor);
    }
  };
  parallel(fn.index, a.chunks());
}

/** n sums in float64 times a factor, as float32. */
function write(sums: usize, y: usize, n: i32, factor: f64): void {
  for (let i: usize = 0; i < <usize>n; i++) store<f32>(y + (i << 2), <f32>(load<f64>(sums + (i << 3)) * factor));
}

/** Sums in float64, as most kernels want them. */
@unmanaged
export class Adding {
  @inline load(x: usize, y: usize, z: usize, p: usize): v128 {
    return v128.load(x);
  }
  @inline neutral(): v128 {
    return f32x4.splat(0);
  }
  @inline start(): v128 {
    return f64x2.splat(0);
  }
  @inline join(a: v128, v: v128): v128 {
    return f64x2.add(a, v);
  }
  @inline merge(a: v128, b: v128): v128 {
    return f64x2.add(a, b);
  }
}
