import { exp, log } from "../functions";
import { before, both, high, low, storeFirst } from "../lanes";
import { greatestOf, powersOf, sumOf } from "../powers";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

// @ts-ignore: decorator
@unmanaged
class Arguments {
  rows: i32;
  length: i32;
  perChunk: i32;
  x: usize;
  y: usize;
  dx: usize;
}

function prepare(rows: i32, length: i32, x: usize, y: usize, dx: usize): i32 {
  const a = changetype<Arguments>(ARGUMENTS);
  a.rows = rows;
  a.length = length;
  // Each number is worth several of a sum.
  a.perChunk = max(1, GRAIN / 4 / length);
  a.x = x;
  a.y = y;
  a.dx = dx;
  return (rows + a.perChunk - 1) / a.perChunk;
}

/** Rows `[rows, length]` as probabilities: eˣ over the sum of all in the row. */
export function Softmax(rows: i32, length: i32, x: usize, y: usize): void {
  const chunks = prepare(rows, length, x, y, 0);
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const n = a.length;
    for (let row = chunk * a.perChunk, end = min(row + a.perChunk, a.rows); row < end; row++) {
      const x = a.x + (<usize>row * n << 2);
      const y = a.y + (<usize>row * n << 2);
      powersOf(x, y, n, greatestOf(x, n));
      const rate = f32x4.splat(<f32>(1 / sumOf(y, n)));
      for (let i = 0; i < n; i += 4) {
        const at = y + (<usize>i << 2);
        storeFirst(at, f32x4.mul(v128.load(at), rate), n - i);
      }
    }
  };
  parallel(fn.index, chunks);
}

/** y = x − most − size for n numbers. */
function lower(x: usize, y: usize, n: i32, most: f32, size: f32): void {
  for (let i = 0; i < n; i += 4, x += 16, y += 16) storeFirst(y, f32x4.sub(f32x4.sub(v128.load(x), f32x4.splat(most)), f32x4.splat(size)), n - i);
}

/** The logarithms of what `Softmax` gives, exact where those are close to 0. */
export function LogSoftmax(rows: i32, length: i32, x: usize, y: usize): void {
  const chunks = prepare(rows, length, x, y, 0);
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const n = a.length;
    for (let row = chunk * a.perChunk, end = min(row + a.perChunk, a.rows); row < end; row++) {
      const x = a.x + (<usize>row * n << 2);
      const y = a.y + (<usize>row * n << 2);
      const most = greatestOf(x, n);
      // Where the result goes there is room for them.
      powersOf(x, y, n, most);
      lower(x, y, n, most, f32x4.extract_lane(log(f32x4.splat(<f32>sumOf(y, n))), 0));
    }
  };
  parallel(fn.index, chunks);
}

/** The gradient of `Softmax` from its result: dx = y·(dy − Σ y·dy). */
export function SoftmaxGrad(rows: i32, length: i32, dy: usize, y: usize, dx: usize): void {
  const chunks = prepare(rows, length, dy, y, dx);
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const n = a.length;
    for (let row = chunk * a.perChunk, end = min(row + a.perChunk, a.rows); row < end; row++) {
      const start = <usize>row * n << 2;
      let sum = f64x2.splat(0);
      for (let i = 0; i < n; i += 4) {
        const at = start + (<usize>i << 2);
        const v = v128.and(f32x4.mul(v128.load(a.x + at), v128.load(a.y + at)), before(n - i));
        sum = f64x2.add(sum, f64x2.add(low(v), high(v)));
      }
      const mean = f32x4.splat(<f32>both(sum));
      for (let i = 0; i < n; i += 4) {
        const at = start + (<usize>i << 2);
        storeFirst(a.dx + at, f32x4.mul(v128.load(a.y + at), f32x4.sub(v128.load(a.x + at), mean)), n - i);
      }
    }
  };
  parallel(fn.index, chunks);
}

/** The gradient of `LogSoftmax` from its result: dx = dy − eʸ·Σ dy. */
export function LogSoftmaxGrad(rows: i32, length: i32, dy: usize, y: usize, dx: usize): void {
  const chunks = prepare(rows, length, dy, y, dx);
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    const n = a.length;
    for (let row = chunk * a.perChunk, end = min(row + a.perChunk, a.rows); row < end; row++) {
      const start = <usize>row * n << 2;
      const total = f32x4.splat(<f32>sumOf(a.x + start, n));
      for (let i = 0; i < n; i += 4) {
        const at = start + (<usize>i << 2);
        storeFirst(a.dx + at, f32x4.sub(v128.load(a.x + at), f32x4.mul(exp(v128.load(a.y + at)), total)), n - i);
      }
    }
  };
  parallel(fn.index, chunks);
}
