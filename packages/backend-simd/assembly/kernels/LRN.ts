import { exp, log } from "../functions";
import { storeFirst } from "../lanes";
import { ARGUMENTS, parallel, scratch } from "../queue";
import { GRAIN } from "../unary";

// @ts-ignore: decorator
@unmanaged
class Arguments {
  rows: i32;
  channels: i32;
  /** Channels of the neighbourhood that come before and after. */
  before: i32;
  after: i32;
  perChunk: i32;
  bias: f32;
  alpha: f32;
  beta: f32;
  x: usize;
  dy: usize;
  y: usize;
}

function prepare(rows: i32, channels: i32, before: i32, after: i32, bias: f32, alpha: f32, beta: f32, x: usize, dy: usize, y: usize): i32 {
  const a = changetype<Arguments>(ARGUMENTS);
  a.rows = rows;
  a.channels = channels;
  a.before = min(before, channels);
  a.after = min(after, channels);
  a.perChunk = max(1, GRAIN / 4 / channels);
  a.bias = bias;
  a.alpha = alpha;
  a.beta = beta;
  a.x = x;
  a.dy = dy;
  a.y = y;
  return (rows + a.perChunk - 1) / a.perChunk;
}

/** d^−β, of the usual exponents by roots. */
// @ts-ignore: decorator
@inline
function power(d: v128, beta: f32): v128 {
  if (beta == 0.75) {
    const root = f32x4.sqrt(d);
    return f32x4.div(f32x4.splat(1), f32x4.mul(root, f32x4.sqrt(root)));
  }
  if (beta == 0.5) return f32x4.div(f32x4.splat(1), f32x4.sqrt(d));
  if (beta == 1) return f32x4.div(f32x4.splat(1), d);
  return beta == 0 ? f32x4.splat(1) : exp(f32x4.mul(log(d), f32x4.splat(-beta)));
}

/** The sum of what lies from `at` − `before` to `at` + `after` floats. */
// @ts-ignore: decorator
@inline
function around(at: usize, before: i32, after: i32): v128 {
  let sum = f32x4.splat(0);
  for (let from = at - (<usize>before << 2), to = at + (<usize>after << 2); from <= to; from += 4) sum = f32x4.add(sum, v128.load(from));
  return sum;
}

/** Clears scratch memory for a row with its surroundings, and tells where the row begins. */
function padded(a: Arguments, start: usize): usize {
  memory.fill(start, 0, <usize>(a.before + a.channels + a.after + 8) << 2);
  return start + (<usize>a.before << 2);
}

/** Puts the squares of a row into scratch memory. */
// @ts-ignore: decorator
@inline
function square(a: Arguments, x: usize, squares: usize): void {
  for (let c = 0; c < a.channels; c += 4) {
    const v = v128.load(x + (<usize>c << 2));
    storeFirst(squares + (<usize>c << 2), f32x4.mul(v, v), a.channels - c);
  }
}

/** y = x·(bias + α·Σ x²)^−β, summed over a neighbourhood of channels of rows `[rows, channels]`. */
export function LRN(rows: i32, channels: i32, before: i32, after: i32, bias: f32, alpha: f32, beta: f32, x: usize, y: usize): void {
  const chunks = prepare(rows, channels, before, after, bias, alpha, beta, x, 0, y);
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const squares = padded(a, scratch());
    for (let row = chunk * a.perChunk, end = min(row + a.perChunk, a.rows); row < end; row++) {
      const start = <usize>row * a.channels << 2;
      square(a, a.x + start, squares);
      for (let c = 0; c < a.channels; c += 4) {
        const at = <usize>c << 2;
        const d = f32x4.add(f32x4.splat(a.bias), f32x4.mul(f32x4.splat(a.alpha), around(squares + at, a.before, a.after)));
        storeFirst(a.y + start + at, f32x4.mul(v128.load(a.x + start + at), power(d, a.beta)), a.channels - c);
      }
    }
  };
  parallel(fn.index, chunks);
}

/**
 * dx = dy·d^−β − 2αβ·x·Σ dy·x·d^(−β − 1), with d = bias + α·Σ x². What looked at a channel answers to it, so the second sum is over the
 * mirrored neighbourhood.
 */
export function LRNGrad(rows: i32, channels: i32, before: i32, after: i32, bias: f32, alpha: f32, beta: f32, x: usize, dy: usize, dx: usize): void {
  const chunks = prepare(rows, channels, before, after, bias, alpha, beta, x, dy, dx);
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const squares = padded(a, scratch());
    // Of the mirrored neighbourhood, the channels after come before.
    const answers = padded(a, scratch() + (1 << 20)) + (<usize>a.after << 2) - (<usize>a.before << 2);
    for (let row = chunk * a.perChunk, end = min(row + a.perChunk, a.rows); row < end; row++) {
      const start = <usize>row * a.channels << 2;
      square(a, a.x + start, squares);
      for (let c = 0; c < a.channels; c += 4) {
        const at = <usize>c << 2;
        const d = f32x4.add(f32x4.splat(a.bias), f32x4.mul(f32x4.splat(a.alpha), around(squares + at, a.before, a.after)));
        const straight = f32x4.mul(v128.load(a.dy + start + at), power(d, a.beta));
        storeFirst(a.y + start + at, straight, a.channels - c);
        storeFirst(answers + at, f32x4.div(f32x4.mul(straight, v128.load(a.x + start + at)), d), a.channels - c);
      }
      for (let c = 0; c < a.channels; c += 4) {
        const at = <usize>c << 2;
        const along = f32x4.mul(v128.load(a.x + start + at), f32x4.mul(f32x4.splat(2 * a.alpha * a.beta), around(answers + at, a.after, a.before)));
        storeFirst(a.y + start + at, f32x4.sub(v128.load(a.y + start + at), along), a.channels - c);
      }
    }
  };
  parallel(fn.index, chunks);
}
