import { FROM_THERE, FROM_ZERO, LINEAR, edgeTile, outerProducts } from "./micro";
import { ARGUMENTS, described, parallel, scratch } from "./queue";
import { APART, SEEN_BYTES, see, transformSeen } from "./winogradTiles";
import { ZEROS } from "./zeros";

// @ts-ignore: decorator
@unmanaged
class WinogradFilter {
  x: usize;
  dy: usize;
  dk: usize;
  /** `[splits][16][c][d]` */
  sums: usize;
  n: i32;
  h: i32;
  w: i32;
  c: i32;
  outH: i32;
  outW: i32;
  d: i32;
  top: i32;
  left: i32;
  splits: i32;
}

/** Tiles that are transformed at once. */
const FILTER_TILES: i32 = 48;

/** The gradient to a kernel `[3, 3, c, d]`, by the same transforms the other way round: F(3×3, 2×2). */
export function winogradFilter(description: usize): void {
  const a = described<WinogradFilter>(description);
  const sum = (split: i32): void => sumTiles(changetype<WinogradFilter>(ARGUMENTS), split);
  parallel(sum.index, a.splits);
  const collect = (c: i32): void => finishFilter(changetype<WinogradFilter>(ARGUMENTS), c);
  parallel(collect.index, a.c);
}

function sumTiles(a: WinogradFilter, split: i32): void {
  const rows = (a.outH + 1) >> 1;
  const columns = (a.outW + 1) >> 1;
  const all = a.n * rows * columns;
  const share = (all + a.splits - 1) / a.splits;
  const end = min((split + 1) * share, all);
  const xStep = (<usize>a.c + 16) << 2;
  const dStep = (<usize>a.d + 16) << 2;
  const xs = scratch() + SEEN_BYTES;
  const xOne = xStep * <usize>FILTER_TILES + APART;
  const ds = xs + 16 * xOne;
  const dOne = dStep * <usize>FILTER_TILES + APART;
  const sumOne = <usize>a.c * <usize>a.d << 2;
  const sums = a.sums + <usize>split * 16 * sumOne;
  let first = true;
  for (let from = split * share; from < end; from += FILTER_TILES) {
    const count = min(FILTER_TILES, end - from);
    for (let i = 0; i < count; i++) {
      see(a.x, a.h, a.w, a.c, rows, columns, from + i, a.top, a.left, scratch());
      for (let c: usize = 0; c < <usize>a.c << 2; c += 16) transformSeen(scratch(), c, xs + <usize>i * xStep + c, xOne);
      spread(a, from + i, rows, columns, ds + <usize>i * dStep, dOne);
    }
    for (let k: usize = 0; k < 16; k++)
      for (let d = 0; d < a.d; d += 8) {
        const panel = ds + k * dOne + (<usize>d << 2);
        const to = sums + k * sumOne + (<usize>d << 2);
        if (d + 8 <= a.d) outerProducts(count, xs + k * xOne, xStep, a.c >> 2, panel, dStep, to, <usize>a.d << 2, first);
        else for (let c = 0; c < a.c; c += 4) edgeTile(count, xs + k * xOne + (<usize>c << 2), xStep, panel, dStep, to + (<usize>(c * a.d) << 2), <usize>a.d << 2, 4, a.d - d, first ? FROM_ZERO : FROM_THERE, LINEAR);
      }
    first = false;
  }
  if (first) memory.fill(sums, 0, 16 * sumOne);
}

/** A dy Aᵀ of one tile: its 2×2 gradients become 16 vectors for every four columns. */
function spread(a: WinogradFilter, number: i32, rows: i32, columns: i32, to: usize, step: usize): void {
  const i = ((number / columns) % rows) * 2;
  const j = (number % columns) * 2;
  const pixel = <usize>a.d << 2;
  const line = <usize>a.outW * pixel;
  const at = a.dy + (<usize>(number / (rows * columns)) * <usize>a.outH + <usize>i) * line + <usize>j * pixel;
  const beside = j + 1 < a.outW ? at + pixel : ZEROS;
  const below = i + 1 < a.outH ? at + line : ZEROS;
  const across = i + 1 < a.outH && j + 1 < a.outW ? at + line + pixel : ZEROS;
  for (let d: usize = 0; d < pixel; d += 16) {
    const d00 = v128.load(at + d);
    const d01 = v128.load(beside + d);
    const d10 = v128.load(below + d);
    const d11 = v128.load(across + d);
    spreadRow(to + d, step, d00, d01);
    spreadRow(to + d + 4 * step, step, f32x4.add(d00, d10), f32x4.add(d01, d11));
    spreadRow(to + d + 8 * step, step, f32x4.sub(d00, d10), f32x4.sub(d01, d11));
    spreadRow(to + d + 12 * step, step, f32x4.neg(d10), f32x4.neg(d11));
  }
}

// @ts-ignore: decorator
@inline
function spreadRow(to: usize, step: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to + step, f32x4.add(a, b));
  v128.store(to + 2 * step, f32x4.sub(a, b));
  v128.store(to + 3 * step, f32x4.neg(b));
}

/** Gᵀ s G of one channel, the parts added in their order. */
function finishFilter(a: WinogradFilter, c: i32): void {
  const one = <usize>a.c * <usize>a.d << 2;
  const row = <usize>(c * a.d) << 2;
  const s = scratch();
  for (let d: usize = 0; d < <usize>a.d << 2; d += 16) {
    for (let k: usize = 0; k < 16; k++) {
      let from = a.sums + k * one + row + d;
      let sum = v128.load(from);
      for (let split = 1; split < a.splits; split++) sum = f32x4.add(sum, v128.load((from += 16 * one)));
      v128.store(s + (k << 4), sum);
    }
    // Rows of Gᵀ: (1, ½, ½, 0), (0, ½, −½, 0), (0, ½, ½, 1).
    for (let q: usize = 0; q < 4; q++) {
      const s1 = v128.load(s + (q << 4), 64);
      const s2 = v128.load(s + (q << 4), 128);
      const sum = f32x4.mul(f32x4.add(s1, s2), f32x4.splat(0.5));
      const t = s + 256 + (q << 4);
      v128.store(t, f32x4.add(v128.load(s + (q << 4)), sum));
      v128.store(t, f32x4.mul(f32x4.sub(s1, s2), f32x4.splat(0.5)), 64);
      v128.store(t, f32x4.add(sum, v128.load(s + (q << 4), 192)), 128);
    }
    for (let p: usize = 0; p < 3; p++) {
      const t = s + 256 + (p << 6);
      const s1 = v128.load(t, 16);
      const s2 = v128.load(t, 32);
      const sum = f32x4.mul(f32x4.add(s1, s2), f32x4.splat(0.5));
      const to = a.dk + p * 3 * one + row + d;
      v128.store(to, f32x4.add(v128.load(t), sum));
      v128.store(to + one, f32x4.mul(f32x4.sub(s1, s2), f32x4.splat(0.5)));
      v128.store(to + 2 * one, f32x4.add(sum, v128.load(t, 48)));
    }
  }
}
