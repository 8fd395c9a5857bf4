import { LINEAR, RELU6 } from "./micro";
import { interleave, multiplyBlock, packPanel, packPanelTransposed, partOf } from "./product";
import { ARGUMENTS, described, parallel, scratch } from "./queue";

/** Products of many matrices: c[b] = a[b] · b[b], each `[m, k] · [k, n]`, either factor transposed in memory if said. */
// @ts-ignore: decorator
@unmanaged
class Matrices {
  a: usize;
  b: usize;
  c: usize;
  panels: usize;
  bias: usize;
  /** Two numbers for each product: which matrix of a, which of b. */
  pairs: usize;
  products: i32;
  /** Matrices of b. */
  bCount: i32;
  m: i32;
  n: i32;
  k: i32;
  transposeA: i32;
  transposeB: i32;
  activation: i32;
  /** Rows of a block. */
  rows: i32;
}

/** Runs what is described; `panels` has room for all of b. */
export function matrices(description: usize): void {
  const a = described<Matrices>(description);
  const perMatrix = (a.n + 7) >> 3;
  const pack = (chunk: i32): void => {
    const a = changetype<Matrices>(ARGUMENTS);
    const perMatrix = (a.n + 7) >> 3;
    const matrix = a.b + (<usize>(chunk / perMatrix) * <usize>a.k * <usize>a.n << 2);
    const j = (chunk % perMatrix) << 3;
    const to = a.panels + (<usize>chunk * <usize>a.k << 5);
    if (a.transposeB) packPanelTransposed(to, matrix + (<usize>j * <usize>a.k << 2), <usize>a.k << 2, a.k, a.n - j);
    else packPanel(to, matrix + (<usize>j << 2), <usize>a.n << 2, a.k, a.n - j);
  };
  parallel(pack.index, a.bCount * perMatrix);
  const multiply = (chunk: i32): void => {
    const a = changetype<Matrices>(ARGUMENTS);
    const blocks = (a.m + a.rows - 1) / a.rows;
    block(a, chunk / blocks, (chunk % blocks) * a.rows);
  };
  parallel(multiply.index, a.products * ((a.m + a.rows - 1) / a.rows));
}

function block(a: Matrices, product: i32, first: i32): void {
  const count = min(a.rows, a.m - first);
  const left = a.a + (<usize>load<i32>(a.pairs + (<usize>product << 3)) * <usize>a.m * <usize>a.k << 2);
  const panels = a.panels + (<usize>load<i32>(a.pairs + (<usize>product << 3), 4) * <usize>((a.n + 7) >> 3) * <usize>a.k << 5);
  const into = a.c + ((<usize>product * <usize>a.m + <usize>first) * <usize>a.n << 2);
  const part = partOf(a.k);
  for (let from = 0; from < a.k; from += part) {
    const depth = min(part, a.k - from);
    for (let i = 0; i < count; i += 4) {
      const to = scratch() + (<usize>i * <usize>depth << 2);
      if (a.transposeA) stripOfColumns(to, left + ((<usize>from * <usize>a.m + <usize>(first + i)) << 2), <usize>a.m << 2, depth, count - i);
      else {
        const row = left + ((<usize>(first + i) * <usize>a.k + <usize>from) << 2);
        const step = <usize>a.k << 2;
        interleave(to, row, count - i > 1 ? row + step : row, count - i > 2 ? row + 2 * step : row, count - i > 3 ? row + 3 * step : row, depth);
      }
    }
    multiplyBlock(count, a.n, depth, from, a.k, scratch(), panels, into, <usize>a.n << 2, a.bias, a.activation);
  }
}

/** A strip `[depth][4]` of a matrix that lies transposed. */
function stripOfColumns(to: usize, from: usize, step: usize, depth: i32, left: i32): void {
  if (left >= 4) {
    for (let k = 0; k < depth; k++) {
      v128.store(to, v128.load(from));
      to += 16;
      from += step;
    }
    return;
  }
  for (let k = 0; k < depth; k++) {
    for (let i: i32 = 0; i < 4; i++) store<f32>(to + (<usize>i << 2), i < left ? load<f32>(from + (<usize>i << 2)) : 0);
    to += 16;
    from += step;
  }
}

// @ts-ignore: decorator
@unmanaged
class Few {
  a: usize;
  b: usize;
  c: usize;
  bias: usize;
  m: i32;
  n: i32;
  k: i32;
  activation: i32;
}

/** Columns of a chunk: eight vectors. */
const WIDTH: i32 = 32;

/** c = a · b for few rows `[m, k] · [k, n]`, with a bias unless that is 0: b is read once for each row, as it lies. */
export function fewRows(a: usize, b: usize, c: usize, bias: usize, m: i32, n: i32, k: i32, activation: i32): void {
  const few = changetype<Few>(ARGUMENTS);
  few.a = a;
  few.b = b;
  few.c = c;
  few.bias = bias;
  few.activation = activation;
  few.m = m;
  few.n = n;
  few.k = k;
  const fn = (chunk: i32): void => {
    const few = changetype<Few>(ARGUMENTS);
    const first = chunk * WIDTH;
    const columns = min(WIDTH, few.n - first);
    for (let i = 0; i < few.m; i++) {
      const a = few.a + (<usize>i * <usize>few.k << 2);
      const b = few.b + (<usize>first << 2);
      const c = few.c + ((<usize>i * <usize>few.n + <usize>first) << 2);
      if (columns == WIDTH) wideRow(a, b, <usize>few.n << 2, c, few.k);
      else for (let j = 0; j < columns; j++) dot(a, b + (<usize>j << 2), <usize>few.n << 2, c + (<usize>j << 2), few.k);
      const bias = few.bias ? few.bias + (<usize>first << 2) : 0;
      for (let j: usize = 0; j < <usize>columns << 2; j += 4) {
        const y = load<f32>(c + j) + (bias ? load<f32>(bias + j) : 0);
        const positive = few.activation == LINEAR ? y : max<f32>(y, 0);
        store<f32>(c + j, few.activation == RELU6 ? min<f32>(positive, 6) : positive);
      }
    }
  };
  parallel(fn.index, (n + WIDTH - 1) / WIDTH);
}

function wideRow(a: usize, b: usize, step: usize, c: usize, k: i32): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let c6 = c0;
  let c7 = c0;
  for (let i = 0; i < k; i++) {
    const x = v128.load32_splat(a);
    c0 = f32x4.add(c0, f32x4.mul(x, v128.load(b)));
    c1 = f32x4.add(c1, f32x4.mul(x, v128.load(b, 16)));
    c2 = f32x4.add(c2, f32x4.mul(x, v128.load(b, 32)));
    c3 = f32x4.add(c3, f32x4.mul(x, v128.load(b, 48)));
    c4 = f32x4.add(c4, f32x4.mul(x, v128.load(b, 64)));
    c5 = f32x4.add(c5, f32x4.mul(x, v128.load(b, 80)));
    c6 = f32x4.add(c6, f32x4.mul(x, v128.load(b, 96)));
    c7 = f32x4.add(c7, f32x4.mul(x, v128.load(b, 112)));
    a += 4;
    b += step;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
}

function dot(a: usize, b: usize, step: usize, c: usize, k: i32): void {
  let sum: f32 = 0;
  for (let i = 0; i < k; i++) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += step;
  }
  store<f32>(c, sum);
}
