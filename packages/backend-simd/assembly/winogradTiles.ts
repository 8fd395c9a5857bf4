import { ZEROS } from "./zeros";

/** Between the 16 planes of what is transformed, so that they do not fall on each other's cache lines. */
export const APART: usize = 192;

/** Bytes that the places seen by four tiles take: 16 pointers each. */
export const SEEN_BYTES: usize = 256;

/** Where the 16 numbers that a tile sees lie, for the first channel; zeros outside the image. */
export function see(x: usize, h: i32, w: i32, c: i32, rows: i32, columns: i32, number: i32, top: i32, left: i32, to: usize): void {
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
export function transformSeen(seen: usize, c: usize, to: usize, step: usize): void {
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
