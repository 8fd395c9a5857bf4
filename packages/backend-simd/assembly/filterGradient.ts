import { copyBytes } from "./bytes";
import { COLUMNS, FROM_THERE, FROM_ZERO, LINEAR, outerProducts, ROWS, edgeTile } from "./micro";
import { fourOfRow } from "./neighbours";
import { storeApart } from "./product";
import { ARGUMENTS, described, parallel, scratch } from "./queue";
import { ZEROS } from "./zeros";

/** Places whose windows are laid side by side at once. */
const BLOCK_PLACES: i32 = 128;
/** Sums over places: dk[t, c, d] = Σ x[n, h·strideH + offsetH(t), w·strideW + offsetW(t), c] · dy[n, h, w, d]. */
// @ts-ignore: decorator
@unmanaged
class FilterGradient {
  x: usize;
  dy: usize;
  /** `[splits][taps · c][d]` of one group, the rows of a part in whole fours. */
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
  const a = described<FilterGradient>(description);
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
  const sums = a.sums + ((<usize>split * <usize>((a.rows + 3) & ~3) + <usize>firstRow) * <usize>a.d << 2);
  const sumStep = <usize>a.d << 2;
  const dyStep = <usize>a.allD << 2;
  let first = true;
  for (let place = split * perSplit; place < end; place += BLOCK_PLACES) {
    const count = min(BLOCK_PLACES, end - place);
    for (let i = 0; i < count; ) {
      const to = scratch() + <usize>i * step;
      if (a.allC == 1 && a.strideW == 1 && i + 4 <= count && ((place + i) % a.gridW) + 4 <= a.gridW) {
        layOutFour(a, place + i, firstRow, rows, to, step);
        i += 4;
      } else {
        layOut(a, place + i, firstRow, rows, to);
        i++;
      }
    }
    const dy = a.dy + ((<usize>place * <usize>a.allD + <usize>a.firstD) << 2);
    for (let j = 0; j < a.d; j += COLUMNS) {
      const panel = dy + (<usize>j << 2);
      const to = sums + (<usize>j << 2);
      // What is behind the last row is written too, where nothing else is: its sums are of no use.
      const whole = j + COLUMNS <= a.d ? (rows + 3) / ROWS : 0;
      outerProducts(count, scratch(), step, whole, panel, dyStep, to, sumStep, first);
      for (let k = whole * ROWS; k < rows; k += ROWS) edgeTile(count, scratch() + (<usize>k << 2), step, panel, dyStep, to + <usize>k * sumStep, sumStep, rows - k, a.d - j, first ? FROM_ZERO : FROM_THERE, LINEAR);
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
    copyBytes(to, inside && <u32>iw < <u32>a.w ? from : ZEROS, <usize>n << 2);
    to += <usize>n << 2;
    k += n;
  }
}

/** The same of four neighbours in a row of a picture of one channel: their taps are read together, four of which become four rows. */
function layOutFour(a: FilterGradient, place: i32, first: i32, rows: i32, to: usize, step: usize): void {
  const image = a.x + (<usize>(place / (a.gridH * a.gridW)) * <usize>a.h * <usize>a.w << 2);
  const h = ((place / a.gridW) % a.gridH) * a.strideH;
  const w = place % a.gridW;
  const seen = to + 4 * step;
  for (let k = 0; k < rows; k += 4) {
    for (let t = 0; t < 4; t++) {
      const tap = a.taps + <usize>min(first + k + t, a.rows - 1) * 16;
      const row = h + load<i32>(tap);
      if (<u32>row < <u32>a.h) fourOfRow(seen + (<usize>t << 4), image + (<usize>(row * a.w) << 2), w + load<i32>(tap, 4), a.w);
      else v128.store(seen + (<usize>t << 4), f32x4.splat(0));
    }
    storeApart(to + (<usize>k << 2), step, v128.load(seen), v128.load(seen, 16), v128.load(seen, 32), v128.load(seen, 48));
  }
}
