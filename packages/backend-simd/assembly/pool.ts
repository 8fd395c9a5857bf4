import { ARGUMENTS, parallel, scratch } from "./queue";
import { GRAIN } from "./unary";

/** Windows over maps `[n, h, w, c]`, to be reduced to `[n, oh, ow, c]` or spread from there. */
@unmanaged
export class Pool {
  maps: usize;
  pooled: usize;
  /** Bytes from one of them to another array of its shape. */
  other: usize;
  n: i32;
  c: i32;
  kh: i32;
  sh: i32;
  dh: i32;
  h: i32;
  oh: i32;
  top: i32;
  kw: i32;
  sw: i32;
  dw: i32;
  w: i32;
  ow: i32;
  left: i32;
  /** What a mean is divided by: the cells in a frame around the maps that is so wide, or 1 where `sum` is set. */
  frameTop: i32;
  frameBottom: i32;
  frameLeft: i32;
  frameRight: i32;
  sum: i32;
  /** Whether no cell of the maps lies in two windows, and whether each lies in one. */
  apart: i32;
  covered: i32;
  share: i32;
  band: i32;
  bands: i32;
}

/** Describes windows to the next job: of each axis size, stride, dilation, lengths of maps and pooled maps, and padding before. */
export function poolArguments(
  maps: usize, pooled: usize, other: usize, n: i32, c: i32,
  kh: i32, sh: i32, dh: i32, h: i32, oh: i32, top: i32, kw: i32, sw: i32, dw: i32, w: i32, ow: i32, left: i32,
): Pool {
  const a = changetype<Pool>(ARGUMENTS);
  a.maps = maps;
  a.pooled = pooled;
  a.other = other;
  a.n = n;
  a.c = c;
  a.kh = kh;
  a.sh = sh;
  a.dh = dh;
  a.h = h;
  a.oh = oh;
  a.top = top;
  a.kw = kw;
  a.sw = sw;
  a.dw = dw;
  a.w = w;
  a.ow = ow;
  a.left = left;
  a.sum = 1;
  return a;
}

/** Says what a mean is divided by. */
export function frame(a: Pool, sum: i32, top: i32, bottom: i32, left: i32, right: i32): void {
  a.sum = sum;
  a.frameTop = top;
  a.frameBottom = bottom;
  a.frameLeft = left;
  a.frameRight = right;
}

/** The cells of one window that lie within the maps. */
@unmanaged
export class Window {
  /** The first of them, and of the window's place in the pooled maps: channel 0. */
  cell: usize;
  place: usize;
  rows: i32;
  columns: i32;
  /** Bytes to the next row and column. */
  down: usize;
  across: usize;
  /** What a mean is divided by. */
  by: f32;
  /** The rows to be written, when spreading. */
  from: i32;
  to: i32;
}

/** The first cell of a window that starts at `start` to lie at `edge` or beyond. */
// @ts-ignore: decorator
@inline
function firstFrom(edge: i32, start: i32, dilation: i32): i32 {
  return start < edge ? (edge - start + dilation - 1) / dilation : 0;
}

/** How many cells of a window lie before the end of the maps. No division where all do, as most. */
// @ts-ignore: decorator
@inline
function cellsTo(end: i32, start: i32, size: i32, dilation: i32): i32 {
  return start + (size - 1) * dilation < end ? size : firstFrom(end, start, dilation);
}

// @ts-ignore: decorator
@inline
function counted(start: i32, size: i32, length: i32, before: i32, after: i32): i32 {
  return min(start + size, length + after) - max(start, -before);
}

/** Calls `F.of` for every window of one row of them; with `lo` and `hi`, only rows of the maps from there to there are written. */
// @ts-ignore: decorator
@inline
function rowOfWindows<F>(a: Pool, w: Window, image: i32, i: i32, lo: i32, hi: i32): void {
  const f = changetype<F>(0);
  const pixel = <usize>a.c << 2;
  const start = i * a.sh - a.top;
  const first = firstFrom(0, start, a.dh);
  w.rows = max(0, cellsTo(a.h, start, a.kh, a.dh) - first);
  w.from = max(0, firstFrom(lo, start, a.dh) - first);
  w.to = min(w.rows, cellsTo(hi, start, a.kh, a.dh) - first);
  w.down = pixel * a.w * a.dh;
  w.across = pixel * a.dw;
  const row = a.maps + (<usize>image * a.h + start + first * a.dh) * a.w * pixel;
  const tall = counted(start, a.kh, a.h, a.frameTop, a.frameBottom);
  w.place = a.pooled + (<usize>image * a.oh + i) * a.ow * pixel;
  for (let j = 0; j < a.ow; j++, w.place += pixel) {
    const left = j * a.sw - a.left;
    const first = firstFrom(0, left, a.dw);
    w.columns = max(0, cellsTo(a.w, left, a.kw, a.dw) - first);
    w.cell = row + pixel * (left + first * a.dw);
    w.by = a.sum ? 1 : <f32>(tall * counted(left, a.kw, a.w, a.frameLeft, a.frameRight));
    f.of(a, w);
  }
}

/** Every window by itself. */
export function reduce<F>(a: Pool): void {
  a.share = max(1, GRAIN / max(1, a.sh * a.w * a.c));
  const fn = (chunk: i32): void => {
    const a = changetype<Pool>(ARGUMENTS);
    const w = changetype<Window>(scratch());
    const end = min((chunk + 1) * a.share, a.n * a.oh);
    for (let row = chunk * a.share; row < end; row++) rowOfWindows<F>(a, w, row / a.oh, row % a.oh, 0, a.h);
  };
  parallel(fn.index, (a.n * a.oh + a.share - 1) / a.share);
}

/**
 * Spreads windows over the maps, whole images or bands of rows at a time; a window that reaches into two bands is looked at for
 * each. What is written lies `other` behind the maps, and starts at zero, unless every cell is written anyway.
 */
export function spread<F>(a: Pool): void {
  const row = a.w * a.c;
  a.apart = i32(a.dh == 1 && a.dw == 1 && a.sh >= a.kh && a.sw >= a.kw);
  a.covered = i32(a.apart && a.top == 0 && a.left == 0 && a.sh == a.kh && a.sw == a.kw && a.oh * a.sh >= a.h && a.ow * a.sw >= a.w);
  a.band = (max(GRAIN / max(row, 1), 4 * a.sh) + a.sh - 1) / a.sh * a.sh;
  if (a.band >= a.h) a.band = a.h;
  a.bands = (a.h + a.band - 1) / a.band;
  a.share = a.bands > 1 ? 1 : max(1, GRAIN / max(1, a.h * row));
  const fn = (chunk: i32): void => {
    const a = changetype<Pool>(ARGUMENTS);
    const w = changetype<Window>(scratch());
    const end = min((chunk + 1) * a.share, a.n * a.bands);
    for (let item = chunk * a.share; item < end; item++) {
      const image = item / a.bands;
      const lo = item % a.bands * a.band;
      const hi = min(lo + a.band, a.h);
      const line = <usize>a.w * a.c << 2;
      if (!a.covered) memory.fill(a.maps + a.other + (<usize>image * a.h + lo) * line, 0, line * (hi - lo));
      const first = firstFrom(lo, (a.kh - 1) * a.dh - a.top, a.sh);
      const last = min(a.oh - 1, (hi - 1 + a.top) / a.sh);
      for (let i = first; i <= last; i++) rowOfWindows<F>(a, w, image, i, lo, hi);
    }
  };
  parallel(fn.index, (a.n * a.bands + a.share - 1) / a.share);
}

/**
 * `F.first`, `F.next` and `F.last` over the cells of a window, for sixteen channels at a time, then four, the last four overlapping
 * those before; fewer than four one by one.
 */
// @ts-ignore: decorator
@inline
export function fold<F>(a: Pool, w: Window): void {
  const f = changetype<F>(0);
  const bytes = <usize>a.c << 2;
  const rows = w.rows;
  const columns = w.columns;
  const down = w.down;
  const across = w.across;
  const cell = w.cell;
  const place = w.place;
  const by = f32x4.splat(w.by);
  let k: usize = 0;
  for (; k + 64 <= bytes; k += 64) {
    let s0 = f.first();
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let row = cell + k;
    for (let u = 0; u < rows; u++, row += down) {
      let p = row;
      for (let v = 0; v < columns; v++, p += across) {
        s0 = f.next(s0, v128.load(p));
        s1 = f.next(s1, v128.load(p, 16));
        s2 = f.next(s2, v128.load(p, 32));
        s3 = f.next(s3, v128.load(p, 48));
      }
    }
    v128.store(place + k, f.last(s0, by));
    v128.store(place + k, f.last(s1, by), 16);
    v128.store(place + k, f.last(s2, by), 32);
    v128.store(place + k, f.last(s3, by), 48);
  }
  const isPair = rows == 2 && columns == 2;
  if (bytes >= 16) {
    while (k < bytes) {
      k = min(k, bytes - 16);
      let s = f.first();
      if (isPair) {
        const p = cell + k;
        s = f.next(f.next(f.next(f.next(s, v128.load(p)), v128.load(p + across)), v128.load(p + down)), v128.load(p + down + across));
        v128.store(place + k, f.last(s, by));
        k += 16;
        continue;
      }
      let row = cell + k;
      for (let u = 0; u < rows; u++, row += down) {
        let p = row;
        for (let v = 0; v < columns; v++, p += across) s = f.next(s, v128.load(p));
      }
      v128.store(place + k, f.last(s, by));
      k += 16;
    }
    return;
  }
  for (; k < bytes; k += 4) {
    let s = f.first();
    let row = cell + k;
    if (isPair) s = f.next(f.next(f.next(f.next(s, v128.load32_zero(row)), v128.load32_zero(row + across)), v128.load32_zero(row + down)), v128.load32_zero(row + down + across));
    else for (let u = 0; u < rows; u++, row += down) {
      let p = row;
      for (let v = 0; v < columns; v++, p += across) s = f.next(s, v128.load32_zero(p));
    }
    v128.store_lane<f32>(place + k, f.last(s, by), 0);
  }
}

/**
 * `F.four` for four channels of a window at a time: `k` is the byte where they begin, `fresh` which of them no earlier call has had,
 * or all where writing once more does no harm. With fewer than four channels `F.one` takes each.
 */
// @ts-ignore: decorator
@inline
export function quads<F>(a: Pool, w: Window): void {
  const f = changetype<F>(0);
  const bytes = <usize>a.c << 2;
  if (bytes < 16) {
    for (let k: usize = 0; k < bytes; k += 4) f.one(a, w, k);
    return;
  }
  let k: usize = 0;
  for (; k + 16 <= bytes; k += 16) f.four(a, w, k, i32x4.splat(-1));
  if (k < bytes) f.four(a, w, bytes - 16, a.apart ? i32x4.splat(-1) : v128.ge<i32>(i32x4(0, 4, 8, 12), i32x4.splat(<i32>(k - (bytes - 16)))));
}
