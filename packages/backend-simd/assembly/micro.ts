/** How a tile of a product begins: from nothing, from what lies there already, or from a bias for each column. */
export const FROM_ZERO: usize = 0;
export const FROM_THERE: usize = 1;

/** What is done to a finished number. */
export const LINEAR: i32 = 0;
export const RELU: i32 = 1;
export const RELU6: i32 = 2;

/** Rows and columns of a tile: eight accumulators, which is what fits into the registers beside their factors. */
export const ROWS: i32 = 4;
export const COLUMNS: i32 = 8;

/** What an activation makes of four finished numbers. */
// @ts-ignore: decorator
@inline
export function activated(x: v128, activation: i32): v128 {
  if (activation == LINEAR) return x;
  // Of two numbers the compiler's max takes eight instructions, as it minds the sign of zero; pmax takes one.
  const positive = f32x4.pmax(x, f32x4.splat(0));
  return activation == RELU ? positive : f32x4.pmin(positive, f32x4.splat(6));
}

// @ts-ignore: decorator
@inline
function storeRow(c: usize, low: v128, high: v128, columns: i32): void {
  if (columns >= COLUMNS) {
    v128.store(c, low);
    v128.store(c, high, 16);
    return;
  }
  let rest = low;
  let n = columns;
  if (n >= 4) {
    v128.store(c, low);
    rest = high;
    c += 16;
    n -= 4;
  }
  if (n > 0) v128.store_lane<f32>(c, rest, 0);
  if (n > 1) v128.store_lane<f32>(c, rest, 1, 4);
  if (n > 2) v128.store_lane<f32>(c, rest, 2, 8);
}

/** Whole tiles of a panel with one strip after the other. */
export function stripsTimesPanel(steps: i32, strip: usize, strips: i32, panel: usize, c: usize, cStep: usize, start: usize, activation: i32): void {
  const end = panel + (<usize>steps << 5);
  for (; strips > 0; strips--) {
    let c00 = f32x4.splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    for (let b = panel; b < end; b += 32) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const a0 = v128.load32_splat(strip);
      c00 = f32x4.add(c00, f32x4.mul(a0, b0));
      c01 = f32x4.add(c01, f32x4.mul(a0, b1));
      const a1 = v128.load32_splat(strip, 4);
      c10 = f32x4.add(c10, f32x4.mul(a1, b0));
      c11 = f32x4.add(c11, f32x4.mul(a1, b1));
      const a2 = v128.load32_splat(strip, 8);
      c20 = f32x4.add(c20, f32x4.mul(a2, b0));
      c21 = f32x4.add(c21, f32x4.mul(a2, b1));
      const a3 = v128.load32_splat(strip, 12);
      c30 = f32x4.add(c30, f32x4.mul(a3, b0));
      c31 = f32x4.add(c31, f32x4.mul(a3, b1));
      strip += 16;
    }
    if (start > FROM_THERE) {
      const low = v128.load(start);
      const high = v128.load(start, 16);
      c00 = f32x4.add(c00, low);
      c01 = f32x4.add(c01, high);
      c10 = f32x4.add(c10, low);
      c11 = f32x4.add(c11, high);
      c20 = f32x4.add(c20, low);
      c21 = f32x4.add(c21, high);
      c30 = f32x4.add(c30, low);
      c31 = f32x4.add(c31, high);
    }
    if (start == FROM_THERE) {
      c00 = f32x4.add(c00, v128.load(c));
      c01 = f32x4.add(c01, v128.load(c, 16));
      c10 = f32x4.add(c10, v128.load(c + cStep));
      c11 = f32x4.add(c11, v128.load(c + cStep, 16));
      c20 = f32x4.add(c20, v128.load(c + 2 * cStep));
      c21 = f32x4.add(c21, v128.load(c + 2 * cStep, 16));
      c30 = f32x4.add(c30, v128.load(c + 3 * cStep));
      c31 = f32x4.add(c31, v128.load(c + 3 * cStep, 16));
    }
    if (activation != LINEAR) {
      c00 = activated(c00, activation);
      c01 = activated(c01, activation);
      c10 = activated(c10, activation);
      c11 = activated(c11, activation);
      c20 = activated(c20, activation);
      c21 = activated(c21, activation);
      c30 = activated(c30, activation);
      c31 = activated(c31, activation);
    }
    putRow(c, c00, c01, true);
    putRow(c + cStep, c10, c11, true);
    putRow(c + 2 * cStep, c20, c21, true);
    putRow(c + 3 * cStep, c30, c31, true);
    c += 4 * cStep;
  }
}

/**
 * Sums of outer products, whole tiles one below the other: c[4 · strips × 8] = Σ a[4 · strips] ⊗ b[8], each step `aStep` and `bStep`
 * bytes behind the one before, added to what is there unless it is the first.
 */
export function outerProducts(steps: i32, a: usize, aStep: usize, strips: i32, b: usize, bStep: usize, c: usize, cStep: usize, first: bool): void {
  for (; strips > 0; strips--) {
    let c00 = f32x4.splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    let at = a;
    let panel = b;
    for (let i = 0; i < steps; i++) {
      const b0 = v128.load(panel);
      const b1 = v128.load(panel, 16);
      const a0 = v128.load32_splat(at);
      c00 = f32x4.add(c00, f32x4.mul(a0, b0));
      c01 = f32x4.add(c01, f32x4.mul(a0, b1));
      const a1 = v128.load32_splat(at, 4);
      c10 = f32x4.add(c10, f32x4.mul(a1, b0));
      c11 = f32x4.add(c11, f32x4.mul(a1, b1));
      const a2 = v128.load32_splat(at, 8);
      c20 = f32x4.add(c20, f32x4.mul(a2, b0));
      c21 = f32x4.add(c21, f32x4.mul(a2, b1));
      const a3 = v128.load32_splat(at, 12);
      c30 = f32x4.add(c30, f32x4.mul(a3, b0));
      c31 = f32x4.add(c31, f32x4.mul(a3, b1));
      at += aStep;
      panel += bStep;
    }
    putRow(c, c00, c01, first);
    putRow(c + cStep, c10, c11, first);
    putRow(c + 2 * cStep, c20, c21, first);
    putRow(c + 3 * cStep, c30, c31, first);
    a += 16;
    c += 4 * cStep;
  }
}

// @ts-ignore: decorator
@inline
function putRow(c: usize, low: v128, high: v128, first: bool): void {
  if (!first) {
    low = f32x4.add(low, v128.load(c));
    high = f32x4.add(high, v128.load(c, 16));
  }
  v128.store(c, low);
  v128.store(c, high, 16);
}

/**
 * A tile at an edge: c[4 × 8] = Σ a[4] ⊗ b[8] over `steps`, each `aStep` and `bStep` bytes behind the one before, of which only `rows` ×
 * `columns` are written; rows of c are `cStep` bytes apart. `start` is FROM_ZERO, FROM_THERE or where the bias of the columns lies.
 */
export function edgeTile(steps: i32, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cStep: usize, rows: i32, columns: i32, start: usize, activation: i32): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let i = 0; i < steps; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(a0, b0));
    c01 = f32x4.add(c01, f32x4.mul(a0, b1));
    const a1 = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(a1, b0));
    c11 = f32x4.add(c11, f32x4.mul(a1, b1));
    const a2 = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(a2, b0));
    c21 = f32x4.add(c21, f32x4.mul(a2, b1));
    const a3 = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(a3, b0));
    c31 = f32x4.add(c31, f32x4.mul(a3, b1));
    a += aStep;
    b += bStep;
  }
  finish(c, c00, c01, columns, start, activation);
  if (rows > 1) finish(c + cStep, c10, c11, columns, start, activation);
  if (rows > 2) finish(c + 2 * cStep, c20, c21, columns, start, activation);
  if (rows > 3) finish(c + 3 * cStep, c30, c31, columns, start, activation);
}

/** A row of a tile of which some rows or columns are not wanted. */
function finish(c: usize, low: v128, high: v128, columns: i32, start: usize, activation: i32): void {
  if (start == FROM_THERE) {
    low = f32x4.add(low, v128.load(c));
    high = f32x4.add(high, v128.load(c, 16));
  } else if (start != FROM_ZERO) {
    low = f32x4.add(low, v128.load(start));
    high = f32x4.add(high, v128.load(start, 16));
  }
  storeRow(c, activated(low, activation), activated(high, activation), columns);
}
