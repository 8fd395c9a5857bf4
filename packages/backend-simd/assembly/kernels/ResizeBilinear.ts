import { copyBytes, fillBytes } from "../bytes";
import { ARGUMENTS, parallel } from "../queue";
import { Resample, Tap, TAP } from "../resample";
import { GRAIN } from "../unary";

/**
 * y `[n, oh, ow, c]`, mixed from x `[…, h, w, c]` as the taps of its rows and columns say, or copied from their lower ones. With
 * `images` each of the n has taps of its own.
 */
export function ResizeBilinear(x: usize, y: usize, n: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, rows: usize, columns: usize, nearest: i32, images: usize, other: f32): void {
  const a = changetype<Resample>(ARGUMENTS);
  a.x = x;
  a.y = y;
  a.n = n;
  a.h = h;
  a.w = w;
  a.c = c;
  a.oh = oh;
  a.ow = ow;
  a.rows = rows;
  a.columns = columns;
  a.nearest = nearest;
  a.images = images;
  a.other = other;
  a.share = max(1, GRAIN / max(1, ow * c));
  const fn = (chunk: i32): void => {
    const a = changetype<Resample>(ARGUMENTS);
    const end = min((chunk + 1) * a.share, a.n * a.oh);
    for (let row = chunk * a.share; row < end; row++) resizedRow(a, row);
  };
  parallel(fn.index, (n * oh + a.share - 1) / a.share);
}

function resizedRow(a: Resample, row: i32): void {
  const own = a.images != 0;
  const result = row / a.oh;
  const image = own ? load<i32>(a.images + (<usize>result << 2)) : result;
  const down = changetype<Tap>(a.rows + <usize>(own ? row : row % a.oh) * TAP);
  const pixel = <usize>a.c << 2;
  let to = a.y + <usize>row * pixel * a.ow;
  if (down.low < 0) {
    fillBytes(to, down.low == -1 ? reinterpret<i32>(a.other) : 0, pixel * a.ow);
    return;
  }
  const first = a.x + <usize>image * a.h * a.w * pixel;
  const upper = first + <usize>down.low * a.w * pixel;
  const lower = first + <usize>down.high * a.w * pixel;
  let at = a.columns + (own ? <usize>result * a.ow * TAP : 0);
  for (let j = 0; j < a.ow; j++, at += TAP, to += pixel) {
    const along = changetype<Tap>(at);
    if (along.low < 0) fillBytes(to, reinterpret<i32>(a.other), pixel);
    else if (a.nearest) copyBytes(to, upper + pixel * along.low, pixel);
    else mix(to, upper + pixel * along.low, lower + pixel * along.low, pixel * (along.high - along.low), along.part, down.part, pixel);
  }
}

// @ts-ignore: decorator
@inline
function mix(to: usize, upper: usize, lower: usize, right: usize, along: f32, down: f32, bytes: usize): void {
  if (bytes >= 16) {
    const s = f32x4.splat(along);
    const t = f32x4.splat(down);
    for (let k: usize = 0; k < bytes; k += 16) {
      k = min(k, bytes - 16);
      const a = v128.load(upper + k);
      const b = v128.load(lower + k);
      const above = f32x4.add(a, f32x4.mul(f32x4.sub(v128.load(upper + k + right), a), s));
      const below = f32x4.add(b, f32x4.mul(f32x4.sub(v128.load(lower + k + right), b), s));
      v128.store(to + k, f32x4.add(above, f32x4.mul(f32x4.sub(below, above), t)));
    }
    return;
  }
  for (let k: usize = 0; k < bytes; k += 4) {
    const a = load<f32>(upper + k);
    const b = load<f32>(lower + k);
    const above = a + (load<f32>(upper + k + right) - a) * along;
    const below = b + (load<f32>(lower + k + right) - b) * along;
    store<f32>(to + k, above + (below - above) * down);
  }
}
