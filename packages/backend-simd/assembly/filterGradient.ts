import { COLUMNS, FROM_THERE, FROM_ZERO, LINEAR, outerProducts, ROWS, tile } from "./micro";
import { ARGUMENTS, parallel, scratch } from "./queue";

/** Places whose windows are laid side by side at once. */
const BLOCK_PLACES: i32 = 128;
const ZEROS: usize = 131_072;

/** Sums over places: dk[t, c, d] = Σ x[n, h·strideH + offsetH(t), w·strideW + offsetW(t), c] · dy[n, h, w, d]. */
// @ts-ignore: decorator
@unmanaged
class FilterGradient {
  x: usize;
  dy: usize;
  /** `[splits][taps · c][d]` of one group. */
  sums: usize;
  /** As of `Windows`. */
  taps: usize;
  n: i32;
  h: i32;
  w: i32;
  c: i32;
  allC: i32;
  firstC: i32;
  gridH: i32;
  gridW: i32;
  d: i32;
  allD: i32;
  firstD: i32;
  strideH: i32;
  strideW: i32;
  /** Rows of the gradient, taps · c, and how many of them a chunk computes. */
  rows: i32;
  chunkRows: i32;
  /** Into how many parts the places are cut. */
  splits: i32;
}

/** Runs what is described; the parts are still to be added. */
export function filterGradient(description: usize): void {
  memory.copy(ARGUMENTS, description, offsetof<FilterGradient>());
  const a = changetype<FilterGradient>(ARGUMENTS);
  const fn = (chunk: i32): void => {
    const a = changetype<FilterGradient>(ARGUMENTS);
    const bands = (a.rows + a.chunkRows - 1) / a.chunkRows;
    part(a, (chunk % bands) * a.chunkRows, chunk / bands);
  };
  parallel(fn.index, a.splits * ((a.rows + a.chunkRows - 1) / a.chunkRows));
}

function part(a: FilterGradient, firstRow: i32, split: i32): void {
  const rows = min(a.chunkRows, a.rows - firstRow);
  const places = a.n * a.gridH * a.gridW;
  const perSplit = (places + a.splits - 1) / a.splits;
  const end = min((split + 1) * perSplit, places);
  // An odd number of cache lines apart, so that the rows do not fall on each other's lines.
  const step = <usize>(((rows + 15) >> 4) | 1) << 6;
  const sums = a.sums + ((<usize>split * <usize>a.rows + <usize>firstRow) * <usize>a.d << 2);
  const sumStep = <usize>a.d << 2;
  const dyStep = <usize>a.allD << 2;
  let first = true;
  for (let place = split * perSplit; place < end; place += BLOCK_PLACES) {
    const count = min(BLOCK_PLACES, end - place);
    for (let i = 0; i < count; i++) layOut(a, place + i, firstRow, rows, scratch() + <usize>i * step);
    const dy = a.dy + ((<usize>place * <usize>a.allD + <usize>a.firstD) << 2);
    for (let j = 0; j < a.d; j += COLUMNS) {
      const panel = dy + (<usize>j << 2);
      const to = sums + (<usize>j << 2);
      const whole = j + COLUMNS <= a.d ? rows / ROWS : 0;
      outerProducts(count, scratch(), step, whole, panel, dyStep, to, sumStep, first);
      for (let k = whole * ROWS; k < rows; k += ROWS) tile(count, scratch() + (<usize>k << 2), step, panel, dyStep, to + <usize>k * sumStep, sumStep, rows - k, a.d - j, first ? FROM_ZERO : FROM_THERE, LINEAR);
    }
    first = false;
  }
  if (first) memory.fill(sums, 0, <usize>rows * sumStep);
}

/** What a place sees of the rows `first` … `first + rows` of the gradient, one number for each. */
function layOut(a: FilterGradient, place: i32, first: i32, rows: i32, to: usize): void {
  const area = a.gridH * a.gridW;
  const image = a.x + ((<usize>(place / area) * <usize>a.h * <usize>a.w * <usize>a.allC + <usize>a.firstC) << 2);
  const h = ((place / a.gridW) % a.gridH) * a.strideH;
  const w = (place % a.gridW) * a.strideW;
  for (let k = first; k < first + rows; ) {
    const t = k / a.c;
    const c = k - t * a.c;
    const tap = a.taps + <usize>t * 16;
    const ih = h + load<i32>(tap);
    const iw = w + load<i32>(tap, 4);
    const run = load<i32>(tap, 12);
    const inside = <u32>ih < <u32>a.h;
    const from = image + ((<usize>(ih * a.w + iw) * <usize>a.allC + <usize>c) << 2);
    let n = min(a.c - c, first + rows - k);
    if (inside && iw >= 0 && iw + run <= a.w) n = min(run * a.c - c, first + rows - k);
    copy(to, inside && <u32>iw < <u32>a.w ? from : ZEROS, n);
    to += <usize>n << 2;
    k += n;
  }
}

// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, n: i32): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  for (; i < n; i++) {
    store<f32>(to, load<f32>(from));
    to += 4;
    from += 4;
  }
}

// @ts-ignore: decorator
@unmanaged
class Parts {
  parts: usize;
  y: usize;
  n: i32;
  count: i32;
  rowLength: i32;
  rowStep: i32;
}

const GRAIN: i32 = 8192;

/** y = the sum of `count` parts of n numbers, in their order; rows of `rowLength` numbers go `rowStep` numbers apart. */
export function addParts(parts: usize, y: usize, n: i32, count: i32, rowLength: i32, rowStep: i32): void {
  const a = changetype<Parts>(ARGUMENTS);
  a.parts = parts;
  a.y = y;
  a.n = n;
  a.count = count;
  a.rowLength = rowLength;
  a.rowStep = rowStep;
  const fn = (chunk: i32): void => {
    const a = changetype<Parts>(ARGUMENTS);
    const stride = <usize>a.n << 2;
    const end = min((chunk + 1) * GRAIN, a.n);
    let i = chunk * GRAIN;
    if (a.rowLength == a.rowStep)
      for (; i + 4 <= end; i += 4) {
        let from = a.parts + (<usize>i << 2);
        let sum = v128.load(from);
        for (let p = 1; p < a.count; p++) sum = f32x4.add(sum, v128.load((from += stride)));
        v128.store(a.y + (<usize>i << 2), sum);
      }
    for (; i < end; i++) {
      let from = a.parts + (<usize>i << 2);
      let sum = load<f32>(from);
      for (let p = 1; p < a.count; p++) sum += load<f32>((from += stride));
      store<f32>(a.y + (<usize>((i / a.rowLength) * a.rowStep + (i % a.rowLength)) << 2), sum);
    }
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}
