import { ARGUMENTS, parallel } from "../queue";
import { Resample, Tap, TAP } from "../resample";
import { GRAIN } from "../unary";

/** dx `[n, h, w, c]` of `ResizeBilinear` from dy `[n, oh, ow, c]`, by bands of rows. */
export function ResizeBilinearGrad(dx: usize, dy: usize, n: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, rows: usize, columns: usize, nearest: i32): void {
  const a = changetype<Resample>(ARGUMENTS);
  a.x = dx;
  a.y = dy;
  a.n = n;
  a.h = h;
  a.w = w;
  a.c = c;
  a.oh = oh;
  a.ow = ow;
  a.rows = rows;
  a.columns = columns;
  a.nearest = nearest;
  a.band = max(1, min(h, 2 * GRAIN / max(1, w * c)));
  a.bands = (h + a.band - 1) / a.band;
  a.share = max(1, GRAIN / max(1, a.band * w * c));
  const fn = (chunk: i32): void => {
    const a = changetype<Resample>(ARGUMENTS);
    const end = min((chunk + 1) * a.share, a.n * a.bands);
    for (let item = chunk * a.share; item < end; item++) band(a, item / a.bands, item % a.bands * a.band);
  };
  parallel(fn.index, (n * a.bands + a.share - 1) / a.share);
}

function band(a: Resample, image: i32, from: i32): void {
  const to = min(from + a.band, a.h);
  const line = <usize>a.w * a.c << 2;
  const first = a.x + <usize>image * a.h * line;
  memory.fill(first + line * from, 0, line * (to - from));
  for (let i = 0; i < a.oh; i++) {
    const down = changetype<Tap>(a.rows + <usize>i * TAP);
    const source = a.y + (<usize>image * a.oh + i) * a.ow * a.c * 4;
    if (down.low >= from && down.low < to) spreadRow(a, first + line * down.low, source, 1 - down.part);
    if (!a.nearest && down.high >= from && down.high < to) spreadRow(a, first + line * down.high, source, down.part);
  }
}

function spreadRow(a: Resample, row: usize, source: usize, part: f32): void {
  const pixel = <usize>a.c << 2;
  for (let j = 0; j < a.ow; j++, source += pixel) {
    const along = changetype<Tap>(a.columns + <usize>j * TAP);
    addScaled(row + pixel * along.low, source, part * (1 - along.part), pixel);
    if (!a.nearest) addScaled(row + pixel * along.high, source, part * along.part, pixel);
  }
}

// @ts-ignore: decorator
@inline
function addScaled(to: usize, from: usize, by: f32, bytes: usize): void {
  const s = f32x4.splat(by);
  let k: usize = 0;
  for (; k + 16 <= bytes; k += 16) v128.store(to + k, f32x4.add(v128.load(to + k), f32x4.mul(v128.load(from + k), s)));
  for (; k < bytes; k += 4) store<f32>(to + k, load<f32>(to + k) + load<f32>(from + k) * by);
}
