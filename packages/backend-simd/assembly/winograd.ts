import { FROM_THERE, FROM_ZERO, LINEAR, activated, outerProducts, stripsTimesPanel, edgeTile } from "./micro";
import { storeTransposed } from "./product";
import { ARGUMENTS, described, parallel, scratch } from "./queue";
import { ZEROS } from "./zeros";

/** Columns of the products that are computed before they are transformed back. */
const BAND: i32 = 64;

/**
 * Convolutions by 3×3 without strides in 4/9 of the multiplications: F(2×2, 3×3) of arXiv:1509.09308, section 4.1. Images are cut
 * into tiles of 2×2 places, each of which sees 4×4; both those and the kernel are transformed, after which all that is left are 16
 * products of matrices.
 */
// @ts-ignore: decorator
@unmanaged
class Winograd {
  x: usize;
  y: usize;
  /** The kernel, transformed: `[16][d / 8][c][8]`. */
  panels: usize;
  bias: usize;
  n: i32;
  h: i32;
  w: i32;
  c: i32;
  outH: i32;
  outW: i32;
  d: i32;
  top: i32;
  left: i32;
  activation: i32;
  /** Tiles of a block, whole fours. */
  tiles: i32;
}

/** Runs what is described, with panels of `winogradKernel`. Channels come in whole fours. */
export function winograd(description: usize): void {
  const a = described<Winograd>(description);
  const all = a.n * ((a.outH + 1) >> 1) * ((a.outW + 1) >> 1);
  const fn = (chunk: i32): void => block(changetype<Winograd>(ARGUMENTS), chunk);
  parallel(fn.index, (all + a.tiles - 1) / a.tiles);
}

/** Between the 16 planes of what is transformed, so that they do not fall on each other's cache lines. */
const APART: usize = 192;

/** Scratch: 4 · 16 places seen, a strip of transformed vectors, then the strips and the products. */
const SEEN_BYTES: usize = 256;
const STRIP_BYTES: usize = 1024;

function block(a: Winograd, index: i32): void {
  const rows = (a.outH + 1) >> 1;
  const columns = (a.outW + 1) >> 1;
  const first = index * a.tiles;
  const count = min(a.tiles, a.n * rows * columns - first);
  const strips = scratch() + SEEN_BYTES + STRIP_BYTES;
  const stripBytes = <usize>a.c << 4;
  const oneBytes = stripBytes * <usize>(a.tiles >> 2) + APART;
  for (let i = 0; i < count; i += 4) {
    for (let t = 0; t < 4; t++) see(a.x, a.h, a.w, a.c, rows, columns, first + min(i + t, count - 1), a.top, a.left, scratch() + (<usize>t << 6));
    const strip = strips + <usize>(i >> 2) * stripBytes;
    for (let c: usize = 0; c < stripBytes >> 2; c += 16) {
      const vectors = scratch() + SEEN_BYTES;
      for (let t: usize = 0; t < 4; t++) transformSeen(scratch() + (t << 6), c, vectors + (t << 8), 16);
      for (let k: usize = 0; k < 16; k++) {
        const v = vectors + (k << 4);
        storeTransposed(strip + k * oneBytes + (c << 2), v128.load(v), v128.load(v, 256), v128.load(v, 512), v128.load(v, 768));
      }
    }
  }
  const products = strips + 16 * oneBytes;
  const panelBytes = <usize>a.c << 5;
  const perKernel = <usize>((a.d + 7) >> 3);
  for (let from = 0; from < a.d; from += BAND) {
    const width = min(BAND, a.d - from);
    const step = <usize>((width + 7) & ~7) << 2;
    const plane = <usize>a.tiles * step + APART;
    for (let k: usize = 0; k < 16; k++)
      for (let j = 0; j < width; j += 8)
        stripsTimesPanel(a.c, strips + k * oneBytes, (count + 3) >> 2, a.panels + (k * perKernel + <usize>((from + j) >> 3)) * panelBytes, products + k * plane + (<usize>j << 2), step, FROM_ZERO, LINEAR);
    for (let i = 0; i < count; i++) finish(a, first + i, rows, columns, products + <usize>i * step, plane, from, width);
  }
}

/** Where the 16 numbers that a tile sees lie, for the first channel; zeros outside the image. */
function see(x: usize, h: i32, w: i32, c: i32, rows: i32, columns: i32, number: i32, top: i32, left: i32, to: usize): void {
  const image = x + (<usize>(number / (rows * columns)) * <usize>h * <usize>w * <usize>c << 2);
  const i = ((number / columns) % rows) * 2 - top;
  const j = (number % columns) * 2 - left;
  if (i >= 0 && j >= 0 && i + 4 <= h && j + 4 <= w) {
    const pixel = <usize>c << 2;
    let at = image + <usize>(i * w + j) * pixel;
    for (let p: usize = 0; p < 64; p += 16) {
      store<usize>(to + p, at);
      store<usize>(to + p, at + pixel, 4);
      store<usize>(to + p, at + 2 * pixel, 8);
      store<usize>(to + p, at + 3 * pixel, 12);
      at += <usize>w * pixel;
    }
    return;
  }
  for (let p = 0; p < 4; p++)
    for (let q = 0; q < 4; q++) store<usize>(to + (<usize>(p * 4 + q) << 2), <u32>(i + p) < <u32>h && <u32>(j + q) < <u32>w ? image + (<usize>((i + p) * w + j + q) * <usize>c << 2) : ZEROS);
}

/** Bᵀ d B of four channels, `c` bytes behind where `seen` says: 16 vectors, `step` bytes apart. */
// @ts-ignore: decorator
@inline
function transformSeen(seen: usize, c: usize, to: usize, step: usize): void {
  for (let q: usize = 0; q < 4; q++) {
    const d0 = v128.load(load<usize>(seen + (q << 2)) + c);
    const d1 = v128.load(load<usize>(seen + (q << 2), 16) + c);
    const d2 = v128.load(load<usize>(seen + (q << 2), 32) + c);
    const d3 = v128.load(load<usize>(seen + (q << 2), 48) + c);
    v128.store(to + q * step, f32x4.sub(d0, d2));
    v128.store(to + (4 + q) * step, f32x4.add(d1, d2));
    v128.store(to + (8 + q) * step, f32x4.sub(d2, d1));
    v128.store(to + (12 + q) * step, f32x4.sub(d1, d3));
  }
  for (let p: usize = 0; p < 4; p++) {
    const row = to + p * 4 * step;
    const d0 = v128.load(row);
    const d1 = v128.load(row + step);
    const d2 = v128.load(row + 2 * step);
    const d3 = v128.load(row + 3 * step);
    v128.store(row, f32x4.sub(d0, d2));
    v128.store(row + step, f32x4.add(d1, d2));
    v128.store(row + 2 * step, f32x4.sub(d2, d1));
    v128.store(row + 3 * step, f32x4.sub(d1, d3));
  }
}

/** Aᵀ m A of one tile, four columns at a time: 16 products, `step` bytes apart, become 2×2 places of y. */
function finish(a: Winograd, number: i32, rows: i32, columns: i32, m: usize, step: usize, from: i32, width: i32): void {
  const i = ((number / columns) % rows) * 2;
  const j = (number % columns) * 2;
  const pixel = <usize>a.d << 2;
  const line = <usize>a.outW * pixel;
  const at = a.y + (<usize>(number / (rows * columns)) * <usize>a.outH + <usize>i) * line + <usize>j * pixel + (<usize>from << 2);
  const below = i + 1 < a.outH;
  const beside = j + 1 < a.outW;
  for (let d: usize = 0; d < <usize>width << 2; d += 16) {
    let r0 = f32x4.splat(0);
    let r1 = r0;
    let s0 = r0;
    let s1 = r0;
    for (let q: usize = 0; q < 4; q++) {
      const p = m + q * step + d;
      const m1 = v128.load(p + 4 * step);
      const m2 = v128.load(p + 8 * step);
      const top = f32x4.add(f32x4.add(v128.load(p), m1), m2);
      const bottom = f32x4.sub(f32x4.sub(m1, m2), v128.load(p + 12 * step));
      if (q < 3) {
        r0 = f32x4.add(r0, top);
        s0 = f32x4.add(s0, bottom);
      }
      if (q == 1) {
        r1 = f32x4.add(r1, top);
        s1 = f32x4.add(s1, bottom);
      } else if (q > 1) {
        r1 = f32x4.sub(r1, top);
        s1 = f32x4.sub(s1, bottom);
      }
    }
    if (a.bias) {
      const bias = v128.load(a.bias + (<usize>from << 2) + d);
      r0 = f32x4.add(r0, bias);
      r1 = f32x4.add(r1, bias);
      s0 = f32x4.add(s0, bias);
      s1 = f32x4.add(s1, bias);
    }
    v128.store(at + d, activated(r0, a.activation));
    if (beside) v128.store(at + d + pixel, activated(r1, a.activation));
    if (below) v128.store(at + d + line, activated(s0, a.activation));
    if (below && beside) v128.store(at + d + line + pixel, activated(s1, a.activation));
  }
}

// @ts-ignore: decorator
@unmanaged
class KernelTransform {
  kernel: usize;
  panels: usize;
  c: i32;
  d: i32;
  back: i32;
}

/**
 * G g Gᵀ of a kernel `[3, 3, c, d]`, as panels `[16][d / 8][c][8]`; with `back` of the kernel `[3, 3, d, c]` turned by half, through
 * which gradients go back.
 */
export function winogradKernel(kernel: usize, panels: usize, c: i32, d: i32, back: i32): void {
  const a = changetype<KernelTransform>(ARGUMENTS);
  a.kernel = kernel;
  a.panels = panels;
  a.c = c;
  a.d = d;
  a.back = back;
  const fn = (panel: i32): void => {
    const a = changetype<KernelTransform>(ARGUMENTS);
    const area = <usize>a.c * <usize>a.d << 2;
    const apart = <usize>((a.d + 7) >> 3) * <usize>a.c << 5;
    for (let c = 0; c < a.c; c++)
      for (let half = 0; half < 8; half += 4) {
        const to = a.panels + ((<usize>panel * <usize>a.c + <usize>c) << 5) + (<usize>half << 2);
        const j = (panel << 3) + half;
        if (j >= a.d) {
          for (let k: usize = 0; k < 16; k++) v128.store(to + k * apart, f32x4.splat(0));
          continue;
        }
        for (let q: usize = 0; q < 3; q++) {
          const g0 = four(a, area, q, c, j);
          const g1 = four(a, area, 3 + q, c, j);
          const g2 = four(a, area, 6 + q, c, j);
          const sum = f32x4.mul(f32x4.add(g0, g2), f32x4.splat(0.5));
          const middle = f32x4.mul(g1, f32x4.splat(0.5));
          const t = scratch() + (q << 4);
          v128.store(t, g0);
          v128.store(t, f32x4.add(sum, middle), 48);
          v128.store(t, f32x4.sub(sum, middle), 96);
          v128.store(t, g2, 144);
        }
        for (let p: usize = 0; p < 4; p++) {
          const t = scratch() + p * 48;
          const g0 = v128.load(t);
          const g2 = v128.load(t, 32);
          const sum = f32x4.mul(f32x4.add(g0, g2), f32x4.splat(0.5));
          const middle = f32x4.mul(v128.load(t, 16), f32x4.splat(0.5));
          const out = to + p * 4 * apart;
          v128.store(out, g0);
          v128.store(out + apart, f32x4.add(sum, middle));
          v128.store(out + 2 * apart, f32x4.sub(sum, middle));
          v128.store(out + 3 * apart, g2);
        }
      }
  };
  parallel(fn.index, (d + 7) >> 3);
}

/** Four columns of one tap and channel. */
// @ts-ignore: decorator
@inline
function four(a: KernelTransform, area: usize, tap: usize, c: i32, j: i32): v128 {
  if (!a.back) return v128.load(a.kernel + tap * area + (<usize>(c * a.d + j) << 2));
  const at = a.kernel + (8 - tap) * area + (<usize>(j * a.c + c) << 2);
  const step = <usize>a.c << 2;
  let v = v128.load32_splat(at);
  v = v128.load_lane<f32>(at + step, v, 1);
  v = v128.load_lane<f32>(at + 2 * step, v, 2);
  return v128.load_lane<f32>(at + 3 * step, v, 3);
}

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
