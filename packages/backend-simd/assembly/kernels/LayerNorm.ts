import { before, both, high, low, storeFirst } from "../lanes";
import { sumOf } from "../powers";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

/** Columns and rows that a unit of work looks at for the gradients of scale and offset. */
const STRIP: i32 = 64;
const ROWS: i32 = 256;

// @ts-ignore: decorator
@unmanaged
class Arguments {
  rows: i32;
  length: i32;
  perChunk: i32;
  epsilon: f64;
  x: usize;
  y: usize;
  dy: usize;
  scale: usize;
  offset: usize;
  mean: usize;
  rate: usize;
  partial: usize;
}

function prepare(rows: i32, length: i32, x: usize, y: usize, scale: usize, mean: usize, rate: usize): Arguments {
  const a = changetype<Arguments>(ARGUMENTS);
  a.rows = rows;
  a.length = length;
  a.perChunk = max(1, GRAIN / length);
  a.x = x;
  a.y = y;
  a.scale = scale;
  a.mean = mean;
  a.rate = rate;
  return a;
}

/** Every row of `[rows, length]` with mean 0 and variance 1, times a scale and plus an offset `[length]` where those are not 0; `[rows]` means and rates 1 / √(variance + ε). */
export function LayerNorm(rows: i32, length: i32, x: usize, scale: usize, offset: usize, y: usize, mean: usize, rate: usize, epsilon: f64): void {
  const a = prepare(rows, length, x, y, scale, mean, rate);
  a.offset = offset;
  a.epsilon = epsilon;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    for (let row = chunk * a.perChunk, end = min(row + a.perChunk, a.rows); row < end; row++) normalizeRow(a, row);
  };
  parallel(fn.index, (rows + a.perChunk - 1) / a.perChunk);
}

/** The sum of the squares of n numbers. */
function squaresOf(x: usize, n: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let i = 0;
  for (; i + 8 <= n; i += 8, x += 32) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    s0 = f64x2.add(s0, f64x2.mul(low(a), low(a)));
    s1 = f64x2.add(s1, f64x2.mul(high(a), high(a)));
    s2 = f64x2.add(s2, f64x2.mul(low(b), low(b)));
    s3 = f64x2.add(s3, f64x2.mul(high(b), high(b)));
  }
  for (; i < n; i += 4, x += 16) {
    const v = v128.and(v128.load(x), before(n - i));
    s0 = f64x2.add(s0, f64x2.mul(low(v), low(v)));
    s1 = f64x2.add(s1, f64x2.mul(high(v), high(v)));
  }
  return both(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
}

function normalizeRow(a: Arguments, row: i32): void {
  const n = a.length;
  const x = a.x + (<usize>row * n << 2);
  const y = a.y + (<usize>row * n << 2);
  const middle = sumOf(x, n) / n;
  const pace = 1 / sqrt(max(0, squaresOf(x, n) / n - middle * middle) + a.epsilon);
  store<f32>(a.mean + (<usize>row << 2), <f32>middle);
  store<f32>(a.rate + (<usize>row << 2), <f32>pace);
  const mean = f32x4.splat(<f32>middle);
  // What rounding the mean took is given back here.
  const back = f32x4.splat(<f32>((<f64>(<f32>middle) - middle) * pace));
  const rate = f32x4.splat(<f32>pace);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    let v = f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + at), mean), rate), back);
    if (a.scale != 0) v = f32x4.mul(v, v128.load(a.scale + at));
    if (a.offset != 0) v = f32x4.add(v, v128.load(a.offset + at));
    storeFirst(y + at, v, n - i);
  }
}

/** dx = rate·(g − mean(g) − x̂·mean(g·x̂)) with g = dy·scale and the means over each row. */
export function LayerNormGrad(rows: i32, length: i32, dy: usize, x: usize, scale: usize, mean: usize, rate: usize, dx: usize): void {
  const a = prepare(rows, length, x, dx, scale, mean, rate);
  a.dy = dy;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    for (let row = chunk * a.perChunk, end = min(row + a.perChunk, a.rows); row < end; row++) gradientOfRow(a, row);
  };
  parallel(fn.index, (rows + a.perChunk - 1) / a.perChunk);
}

/** The gradient that reaches what was normalised. */
// @ts-ignore: decorator
@inline
function scaled(dy: usize, scale: usize, at: usize): v128 {
  return scale == 0 ? v128.load(dy + at) : f32x4.mul(v128.load(dy + at), v128.load(scale + at));
}

function gradientOfRow(a: Arguments, row: i32): void {
  const n = a.length;
  const start = <usize>row * n << 2;
  const dy = a.dy + start;
  const x = a.x + start;
  const mean = v128.load32_splat(a.mean + (<usize>row << 2));
  const pace = <f64>load<f32>(a.rate + (<usize>row << 2));
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let q0 = s0;
  let q1 = s0;
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const inside = before(n - i);
    const g = v128.and(scaled(dy, a.scale, at), inside);
    const d = v128.and(f32x4.sub(v128.load(x + at), mean), inside);
    s0 = f64x2.add(s0, low(g));
    s1 = f64x2.add(s1, high(g));
    q0 = f64x2.add(q0, f64x2.mul(low(g), low(d)));
    q1 = f64x2.add(q1, f64x2.mul(high(g), high(d)));
  }
  const rate = f32x4.splat(<f32>pace);
  const constant = f32x4.splat(<f32>((pace * both(f64x2.add(s0, s1))) / n));
  const along = f32x4.splat(<f32>((pace * pace * pace * both(f64x2.add(q0, q1))) / n));
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const straight = f32x4.sub(f32x4.mul(scaled(dy, a.scale, at), rate), constant);
    storeFirst(a.y + start + at, f32x4.sub(straight, f32x4.mul(f32x4.sub(v128.load(x + at), mean), along)), n - i);
  }
}

/** Bytes that `LayerNormColumns` needs on the way. */
export function layerNormBytes(rows: i32, length: i32): f64 {
  return <f64>((rows + ROWS - 1) / ROWS) * <f64>length * 16;
}

/** The gradients of scale and offset `[length]`: Σ dy·x̂ and Σ dy over all rows. `partial` is memory of `layerNormBytes`. */
export function LayerNormColumns(rows: i32, length: i32, dy: usize, x: usize, mean: usize, rate: usize, dScale: usize, dOffset: usize, partial: usize): void {
  const a = prepare(rows, length, x, 0, 0, mean, rate);
  a.dy = dy;
  a.partial = partial;
  const pieces = (rows + ROWS - 1) / ROWS;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const strips = (a.length + STRIP - 1) / STRIP;
    sumColumns(a, (chunk / strips) * ROWS, (chunk % strips) * STRIP);
  };
  parallel(fn.index, pieces * ((length + STRIP - 1) / STRIP));
  for (let c: usize = 0; c < <usize>length; c++) {
    let ofScale: f64 = 0;
    let ofOffset: f64 = 0;
    for (let piece: usize = 0; piece < <usize>pieces; piece++) {
      const at = partial + (piece * length + c << 4);
      ofScale += load<f64>(at);
      ofOffset += load<f64>(at, 8);
    }
    store<f32>(dScale + (c << 2), <f32>ofScale);
    store<f32>(dOffset + (c << 2), <f32>ofOffset);
  }
}

/** Both sums of some columns over some rows, side by side. */
function sumColumns(a: Arguments, first: i32, from: i32): void {
  const last = min(first + ROWS, a.rows);
  const to = min(from + STRIP, a.length);
  const stride = <usize>a.length << 2;
  const out = a.partial + (<usize>(first / ROWS) * a.length << 4);
  for (let column = from; column < to; column += 4) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let q0 = s0;
    let q1 = s0;
    let at = <usize>first * stride + (<usize>column << 2);
    for (let row: usize = first; row < <usize>last; row++, at += stride) {
      const g = v128.load(a.dy + at);
      const d = f32x4.mul(f32x4.sub(v128.load(a.x + at), v128.load32_splat(a.mean + (row << 2))), v128.load32_splat(a.rate + (row << 2)));
      s0 = f64x2.add(s0, low(g));
      s1 = f64x2.add(s1, high(g));
      q0 = f64x2.add(q0, f64x2.mul(low(g), low(d)));
      q1 = f64x2.add(q1, f64x2.mul(high(g), high(d)));
    }
    const at2 = out + (<usize>column << 4);
    v128.store(at2, i64x2.shuffle(q0, s0, 0, 2));
    if (to - column > 1) v128.store(at2 + 16, i64x2.shuffle(q0, s0, 1, 3));
    if (to - column > 2) v128.store(at2 + 32, i64x2.shuffle(q1, s1, 0, 2));
    if (to - column > 3) v128.store(at2 + 48, i64x2.shuffle(q1, s1, 1, 3));
  }
}
