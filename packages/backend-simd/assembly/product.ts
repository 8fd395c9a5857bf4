import { COLUMNS, FROM_THERE, FROM_ZERO, LINEAR, edgeTile, ROWS, stripsTimesPanel } from "./micro";

/** Rows of the left matrix that a chunk of work packs at once. */
export const BLOCK_ROWS: i32 = 64;
/** Columns of the left matrix that are packed at once: with 8 of the right one they stay in the first cache. */
export const BLOCK_DEPTH: i32 = 320;

/** Into how many equal parts a depth is cut so that none is above BLOCK_DEPTH; the length of a part, whole fours but for the last. */
// @ts-ignore: decorator
@inline
export function partOf(depth: i32): i32 {
  const parts = (depth + BLOCK_DEPTH - 1) / BLOCK_DEPTH;
  return ((depth + parts - 1) / parts + 3) & ~3;
}

/**
 * rows × columns of a product, from `rows` rows packed in strips of four `[rows / 4][depth][4]` and panels
 * `[columns / 8][allDepth][8]`, of which `depth` steps from `from` on are multiplied. `bias` is 0 or where it lies.
 */
export function multiplyBlock(rows: i32, columns: i32, depth: i32, from: i32, allDepth: i32, strips: usize, panels: usize, c: usize, cStep: usize, bias: usize, activation: i32): void {
  const last = from + depth >= allDepth;
  for (let j = 0; j < columns; j += COLUMNS) {
    const panel = panels + ((<usize>(j >> 3) * <usize>allDepth + <usize>from) << 5);
    const start = from > 0 ? FROM_THERE : bias ? bias + (<usize>j << 2) : FROM_ZERO;
    const whole = columns - j >= COLUMNS ? rows / ROWS : 0;
    stripsTimesPanel(depth, strips, whole, panel, c + (<usize>j << 2), cStep, start, last ? activation : LINEAR);
    for (let i = whole * ROWS; i < rows; i += ROWS) {
      const strip = strips + ((<usize>i * <usize>depth) << 2);
      edgeTile(depth, strip, 16, panel, 32, c + <usize>i * cStep + (<usize>j << 2), cStep, rows - i, columns - j, start, last ? activation : LINEAR);
    }
  }
}

/** Four vectors as the columns of a 4 × 4 block, row after row at `to`. */
// @ts-ignore: decorator
@inline
export function storeTransposed(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  storeApart(to, 16, a, b, c, d);
}

/** The same with rows `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function storeApart(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7));
}

/** `n` numbers from each of four places, side by side: `[n][4]` at `to`. */
export function interleave(to: usize, a: usize, b: usize, c: usize, d: usize, n: i32): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    storeTransposed(to, v128.load(a), v128.load(b), v128.load(c), v128.load(d));
    a += 16;
    b += 16;
    c += 16;
    d += 16;
    to += 64;
  }
  for (; i < n; i++) {
    store<f32>(to, load<f32>(a));
    store<f32>(to, load<f32>(b), 4);
    store<f32>(to, load<f32>(c), 8);
    store<f32>(to, load<f32>(d), 12);
    a += 4;
    b += 4;
    c += 4;
    d += 4;
    to += 16;
  }
}

/** Eight columns from `from` on of a row of `columns` numbers; zeros behind its end. */
// @ts-ignore: decorator
@inline
export function copyEight(to: usize, from: usize, columns: i32): void {
  if (columns >= COLUMNS) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    return;
  }
  v128.store(to, f32x4.splat(0));
  v128.store(to, f32x4.splat(0), 16);
  for (let i = 0; i < columns; i++) store<f32>(to + (<usize>i << 2), load<f32>(from + (<usize>i << 2)));
}

/** A panel `[depth][8]` of a matrix whose rows, 8 columns of which are wanted, are `step` bytes apart. */
export function packPanel(to: usize, from: usize, step: usize, depth: i32, columns: i32): void {
  for (let k = 0; k < depth; k++) copyEight(to + (<usize>k << 5), from + <usize>k * step, columns);
}

/** A panel `[depth][8]` of a matrix that lies transposed: its 8 columns are rows `step` bytes apart. */
export function packPanelTransposed(to: usize, from: usize, step: usize, depth: i32, columns: i32): void {
  for (let j: usize = 0; j < 8; j += 4) {
    const left = columns - <i32>j;
    for (let k = 0; k < depth; ) {
      const at = from + j * step + (<usize>k << 2);
      if (left >= 4 && k + 4 <= depth) {
        storeApart(to + (<usize>k << 5) + (j << 2), 32, v128.load(at), v128.load(at + step), v128.load(at + 2 * step), v128.load(at + 3 * step));
        k += 4;
      } else {
        for (let i = 0; i < 4; i++) store<f32>(to + (<usize>k << 5) + ((j + i) << 2), i < left ? load<f32>(at + <usize>i * step) : 0);
        k++;
      }
    }
  }
}
