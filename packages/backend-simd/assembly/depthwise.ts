import { activated } from "./micro";
import { ARGUMENTS, described, parallel, scratch } from "./queue";

/**
 * A convolution of each channel by itself, x `[N, H, W, C]`, kernel `[kh, kw, C]`, y `[N, H', W', C]`; or the way back, where x and
 * y change places.
 */
// @ts-ignore: decorator
@unmanaged
class Depthwise {
  from: usize;
  kernel: usize;
  to: usize;
  bias: usize;
  n: i32;
  /** Of what is written. */
  toH: i32;
  toW: i32;
  /** Of what is read. */
  fromH: i32;
  fromW: i32;
  c: i32;
  kh: i32;
  kw: i32;
  strideH: i32;
  strideW: i32;
  dilationH: i32;
  dilationW: i32;
  top: i32;
  left: i32;
  back: i32;
  activation: i32;
}

/** One row of what is written is a chunk. */
export function depthwise(description: usize): void {
  const a = described<Depthwise>(description);
  const fn = (chunk: i32): void => {
    const a = changetype<Depthwise>(ARGUMENTS);
    const image = a.from + (<usize>(chunk / a.toH) * <usize>a.fromH * <usize>a.fromW * <usize>a.c << 2);
    const i = chunk % a.toH;
    for (let j = 0; j < a.toW; j++) pixel(a, image, i, j, a.to + (<usize>(chunk * a.toW + j) * <usize>a.c << 2));
  };
  parallel(fn.index, a.n * a.toH);
}

/** Where along an axis a tap reads for the place `at`; below 0 if nowhere. */
// @ts-ignore: decorator
@inline
function seen(at: i32, tap: i32, stride: i32, dilation: i32, before: i32, size: i32, back: i32): i32 {
  if (!back) {
    const place = at * stride - before + tap * dilation;
    return place < size ? place : -1;
  }
  const reach = at + before - tap * dilation;
  if (reach < 0 || reach % stride != 0) return -1;
  const place = reach / stride;
  return place < size ? place : -1;
}

/** One place: the taps that see something are listed first, then summed over for sixteen channels at a time. */
function pixel(a: Depthwise, image: usize, i: i32, j: i32, to: usize): void {
  const channels = <usize>a.c << 2;
  let taps: usize = 0;
  for (let p = 0; p < a.kh; p++) {
    const h = seen(i, p, a.strideH, a.dilationH, a.top, a.fromH, a.back);
    if (h < 0) continue;
    for (let q = 0; q < a.kw; q++) {
      const w = seen(j, q, a.strideW, a.dilationW, a.left, a.fromW, a.back);
      if (w < 0) continue;
      store<usize>(scratch() + (taps << 3), image + <usize>(h * a.fromW + w) * channels);
      store<usize>(scratch() + (taps << 3), a.kernel + <usize>(p * a.kw + q) * channels, 4);
      taps++;
    }
  }
  let c: usize = 0;
  for (; c + 64 <= channels; c += 64) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    if (a.bias) {
      s0 = v128.load(a.bias + c);
      s1 = v128.load(a.bias + c, 16);
      s2 = v128.load(a.bias + c, 32);
      s3 = v128.load(a.bias + c, 48);
    }
    for (let t: usize = 0; t < taps; t++) {
      const x = load<usize>(scratch() + (t << 3)) + c;
      const k = load<usize>(scratch() + (t << 3), 4) + c;
      s0 = f32x4.add(s0, f32x4.mul(v128.load(x), v128.load(k)));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(x, 16), v128.load(k, 16)));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(x, 32), v128.load(k, 32)));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(x, 48), v128.load(k, 48)));
    }
    v128.store(to + c, activated(s0, a.activation));
    v128.store(to + c, activated(s1, a.activation), 16);
    v128.store(to + c, activated(s2, a.activation), 32);
    v128.store(to + c, activated(s3, a.activation), 48);
  }
  for (; c < channels; c += 16) {
    let s = a.bias ? v128.load(a.bias + c) : f32x4.splat(0);
    for (let t: usize = 0; t < taps; t++) s = f32x4.add(s, f32x4.mul(v128.load(load<usize>(scratch() + (t << 3)) + c), v128.load(load<usize>(scratch() + (t << 3), 4) + c)));
    s = activated(s, a.activation);
    if (c + 16 <= channels) v128.store(to + c, s);
    else {
      v128.store_lane<f32>(to + c, s, 0);
      if (channels - c > 4) v128.store_lane<f32>(to + c, s, 1, 4);
      if (channels - c > 8) v128.store_lane<f32>(to + c, s, 2, 8);
    }
  }
}

// @ts-ignore: decorator
@unmanaged
class DepthwiseFilter {
  x: usize;
  dy: usize;
  /** `[splits][kh · kw][C]` */
  sums: usize;
  n: i32;
  h: i32;
  w: i32;
  c: i32;
  kh: i32;
  kw: i32;
  outH: i32;
  outW: i32;
  strideH: i32;
  strideW: i32;
  dilationH: i32;
  dilationW: i32;
  top: i32;
  left: i32;
  splits: i32;
}

/** The gradient to a kernel `[kh, kw, C]`, in parts that are still to be added: a part for an equal share of the rows of dy. */
export function depthwiseFilter(description: usize): void {
  const a = described<DepthwiseFilter>(description);
  const fn = (split: i32): void => {
    const a = changetype<DepthwiseFilter>(ARGUMENTS);
    const rows = a.n * a.outH;
    const share = (rows + a.splits - 1) / a.splits;
    const channels = <usize>a.c << 2;
    const sums = a.sums + <usize>split * <usize>(a.kh * a.kw) * channels;
    memory.fill(sums, 0, <usize>(a.kh * a.kw) * channels);
    for (let row = split * share; row < min((split + 1) * share, rows); row++) {
      const image = a.x + <usize>(row / a.outH) * <usize>(a.h * a.w) * channels;
      for (let p = 0; p < a.kh; p++) {
        const h = (row % a.outH) * a.strideH - a.top + p * a.dilationH;
        if (<u32>h >= <u32>a.h) continue;
        for (let q = 0; q < a.kw; q++) tapOfRow(a, image + <usize>(h * a.w) * channels, a.dy + <usize>row * <usize>a.outW * channels, q, sums + <usize>(p * a.kw + q) * channels);
      }
    }
  };
  parallel(fn.index, a.splits);
}

/** Adds what one row of dy says about one tap. */
function tapOfRow(a: DepthwiseFilter, x: usize, dy: usize, q: i32, sum: usize): void {
  const channels = <usize>a.c << 2;
  const shift = q * a.dilationW - a.left;
  // The first and last place at which the tap is inside.
  const first = shift >= 0 ? 0 : (a.strideW - 1 - shift) / a.strideW;
  const end = a.w - shift <= 0 ? 0 : min(a.outW, (a.w - shift + a.strideW - 1) / a.strideW);
  const xStep = <usize>a.strideW * channels;
  x += <usize>(first * a.strideW + shift) * channels;
  dy += <usize>first * channels;
  let c: usize = 0;
  for (; c + 64 <= channels; c += 64) {
    let s0 = v128.load(sum + c);
    let s1 = v128.load(sum + c, 16);
    let s2 = v128.load(sum + c, 32);
    let s3 = v128.load(sum + c, 48);
    let at = x + c;
    let d = dy + c;
    for (let j = first; j < end; j++) {
      s0 = f32x4.add(s0, f32x4.mul(v128.load(at), v128.load(d)));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(at, 16), v128.load(d, 16)));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(at, 32), v128.load(d, 32)));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(at, 48), v128.load(d, 48)));
      at += xStep;
      d += channels;
    }
    v128.store(sum + c, s0);
    v128.store(sum + c, s1, 16);
    v128.store(sum + c, s2, 32);
    v128.store(sum + c, s3, 48);
  }
  for (; c < channels; c += 4) {
    let s = load<f32>(sum + c);
    let at = x + c;
    let d = dy + c;
    for (let j = first; j < end; j++) {
      s += load<f32>(at) * load<f32>(d);
      at += xStep;
      d += channels;
    }
    store<f32>(sum + c, s);
  }
}
