import { FROM_ZERO, LINEAR, activated, stripsTimesPanel } from "./micro";
import { storeTransposed } from "./product";
import { ARGUMENTS, described, parallel, scratch } from "./queue";
import { APART, SEEN_BYTES, see, transformSeen } from "./winogradTiles";

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


/** Scratch: 4 · 16 places seen, a strip of transformed vectors, then the strips and the products. */
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
