import { fourOfRow } from "./neighbours";
import { multiplyBlock, interleave, packPanel, packPanelTransposed, partOf, BLOCK_ROWS } from "./product";
import { ARGUMENTS, described, parallel, scratch } from "./queue";
import { ZEROS } from "./zeros";

/**
 * Sums over windows: y[n, gh, gw, :] = Σₜ x[n, gh·strideH + offsetH(t), gw·strideW + offsetW(t), :] · b[t], zero outside x. A
 * convolution is one such sum; its gradient to the input is one for each phase of the strides, over y's places
 * (gh·stepH + fromH, gw·stepW + fromW).
 */
// @ts-ignore: decorator
@unmanaged
export class Windows {
  x: usize;
  y: usize;
  panels: usize;
  bias: usize;
  /** Four numbers for each tap: offsetH, offsetW, its place in the kernel, and how many taps from it on lie side by side in x. */
  taps: usize;
  tapCount: i32;
  n: i32;
  h: i32;
  w: i32;
  /** Channels of one group of x, of all groups, and the same of y. */
  c: i32;
  allC: i32;
  d: i32;
  allD: i32;
  groups: i32;
  gridH: i32;
  gridW: i32;
  strideH: i32;
  strideW: i32;
  outH: i32;
  outW: i32;
  stepH: i32;
  stepW: i32;
  fromH: i32;
  fromW: i32;
  activation: i32;
  /** Rows of a block, at most BLOCK_ROWS. */
  rows: i32;
}

/** Runs what `Windows` at `description` says, with panels packed by `packWindows`. */
export function windows(description: usize): void {
  const a = described<Windows>(description);
  const rows = a.n * a.gridH * a.gridW;
  const fn = (chunk: i32): void => {
    const a = changetype<Windows>(ARGUMENTS);
    const blocks = (a.n * a.gridH * a.gridW + a.rows - 1) / a.rows;
    block(a, chunk % blocks, chunk / blocks);
  };
  parallel(fn.index, ((rows + a.rows - 1) / a.rows) * a.groups);
}

/** One block of places of one group. */
function block(a: Windows, index: i32, group: i32): void {
  const first = index * a.rows;
  const count = min(a.rows, a.n * a.gridH * a.gridW - first);
  const depth = a.tapCount * a.c;
  const part = partOf(depth);
  const panels = a.panels + (<usize>group * <usize>((a.d + 7) >> 3) * <usize>depth << 5);
  const bias = a.bias ? a.bias + (<usize>(group * a.d) << 2) : 0;
  const contiguous = a.stepH == 1 && a.stepW == 1 && a.gridH == a.outH && a.gridW == a.outW;
  const into = contiguous ? a.y + ((<usize>first * <usize>a.allD + <usize>(group * a.d)) << 2) : scratch() + (<usize>BLOCK_ROWS * (<usize>min(part, depth) + 4) << 2);
  const step = contiguous ? <usize>a.allD << 2 : <usize>((a.d + 7) & ~7) << 2;
  for (let from = 0; from < depth; from += part) {
    const length = min(part, depth - from);
    for (let i = 0; i < count; i += 4) packStrip(a, first + i, count - i, from, length, group, scratch() + ((<usize>i * <usize>length) << 2));
    multiplyBlock(count, a.d, length, from, depth, scratch(), panels, into, step, bias, a.activation);
  }
  if (!contiguous) spread(a, first, count, group, into, step);
}

/** Where number `row` of the grid has its window of the first tap without offset, for one group; packed as image, height, width. */
// @ts-ignore: decorator
@inline
function heightOf(a: Windows, row: i32): i32 {
  return ((row / a.gridW) % a.gridH) * a.strideH;
}

/** What four places see of taps and channels `from` … `from + length`, side by side: `[length][4]`. */
function packStrip(a: Windows, row: i32, left: i32, from: i32, length: i32, group: i32, to: usize): void {
  const area = a.gridH * a.gridW;
  const r1 = left > 1 ? row + 1 : row;
  const r2 = left > 2 ? row + 2 : row;
  const r3 = left > 3 ? row + 3 : row;
  const channel = <usize>(group * a.c) << 2;
  const image = (<usize>a.h * <usize>a.w * <usize>a.allC) << 2;
  const x0 = a.x + <usize>(row / area) * image + channel;
  const x1 = a.x + <usize>(r1 / area) * image + channel;
  const x2 = a.x + <usize>(r2 / area) * image + channel;
  const x3 = a.x + <usize>(r3 / area) * image + channel;
  const h0 = heightOf(a, row);
  const h1 = heightOf(a, r1);
  const h2 = heightOf(a, r2);
  const h3 = heightOf(a, r3);
  const w0 = (row % a.gridW) * a.strideW;
  const w1 = (r1 % a.gridW) * a.strideW;
  const w2 = (r2 % a.gridW) * a.strideW;
  const w3 = (r3 % a.gridW) * a.strideW;
  const end = from + length;
  const pixel = <usize>a.allC << 2;
  if (a.allC == 1 && a.strideW == 1 && left >= 4 && w3 == w0 + 3) {
    for (let k = from; k < end; k++) {
      const tap = a.taps + <usize>k * 16;
      const h = h0 + load<i32>(tap);
      if (<u32>h < <u32>a.h) fourOfRow(to, x0 + (<usize>(h * a.w) << 2), w0 + load<i32>(tap, 4), a.w);
      else v128.store(to, f32x4.splat(0));
      to += 16;
    }
    return;
  }
  for (let k = from; k < end; ) {
    const t = k / a.c;
    const c = k - t * a.c;
    const tap = a.taps + <usize>t * 16;
    const oh = load<i32>(tap);
    const ow = load<i32>(tap, 4);
    const skip = <usize>c << 2;
    const run = load<i32>(tap, 12);
    const lastW = a.w - run - ow;
    let n: i32;
    if (run > 1 && inside(a, h0 + oh, w0, ow, lastW) && inside(a, h1 + oh, w1, ow, lastW) && inside(a, h2 + oh, w2, ow, lastW) && inside(a, h3 + oh, w3, ow, lastW)) {
      n = min(run * a.c - c, end - k);
      const shift = <usize>(oh * a.w + ow) * pixel + skip;
      interleave(to, x0 + <usize>(h0 * a.w + w0) * pixel + shift, x1 + <usize>(h1 * a.w + w1) * pixel + shift, x2 + <usize>(h2 * a.w + w2) * pixel + shift, x3 + <usize>(h3 * a.w + w3) * pixel + shift, n);
    } else {
      n = min(a.c - c, end - k);
      interleave(to, place(a, x0, h0 + oh, w0 + ow, skip), place(a, x1, h1 + oh, w1 + ow, skip), place(a, x2, h2 + oh, w2 + ow, skip), place(a, x3, h3 + oh, w3 + ow, skip), n);
    }
    to += <usize>n << 4;
    k += n;
  }
}

/** Whether a run of taps sees only the image from place w on, which may be at most `lastW`. */
// @ts-ignore: decorator
@inline
function inside(a: Windows, h: i32, w: i32, ow: i32, lastW: i32): bool {
  return <u32>h < <u32>a.h && w + ow >= 0 && w <= lastW;
}

/** Where the numbers of one place lie, or zeros outside the image. */
// @ts-ignore: decorator
@inline
function place(a: Windows, image: usize, h: i32, w: i32, skip: usize): usize {
  return <u32>h < <u32>a.h && <u32>w < <u32>a.w ? image + ((<usize>(h * a.w + w) * <usize>a.allC) << 2) + skip : ZEROS;
}

/** Rows of a block to their places in y. */
function spread(a: Windows, first: i32, count: i32, group: i32, from: usize, step: usize): void {
  const area = a.gridH * a.gridW;
  for (let i = 0; i < count; i++) {
    const row = first + i;
    const h = ((row / a.gridW) % a.gridH) * a.stepH + a.fromH;
    const w = (row % a.gridW) * a.stepW + a.fromW;
    const pixel = (<usize>(row / area) * <usize>a.outH + <usize>h) * <usize>a.outW + <usize>w;
    memory.copy(a.y + ((pixel * <usize>a.allD + <usize>(group * a.d)) << 2), from + <usize>i * step, <usize>a.d << 2);
  }
}

// @ts-ignore: decorator
@unmanaged
class Packing {
  kernel: usize;
  panels: usize;
  taps: usize;
  tapCount: i32;
  /** Channels of one group before and behind, as the sum goes. */
  c: i32;
  d: i32;
  groups: i32;
  transposed: i32;
}

/**
 * A kernel `[taps][c][d · groups]`, or if `transposed` `[taps][d][c · groups]`, as panels `[groups][d / 8][taps · c][8]`; of its taps
 * those that `taps` names.
 */
export function packWindows(kernel: usize, panels: usize, taps: usize, tapCount: i32, c: i32, d: i32, groups: i32, transposed: i32): void {
  const a = changetype<Packing>(ARGUMENTS);
  a.kernel = kernel;
  a.panels = panels;
  a.taps = taps;
  a.tapCount = tapCount;
  a.c = c;
  a.d = d;
  a.groups = groups;
  a.transposed = transposed;
  const fn = (chunk: i32): void => {
    const a = changetype<Packing>(ARGUMENTS);
    const perGroup = (a.d + 7) >> 3;
    const group = chunk / perGroup;
    const j = (chunk % perGroup) << 3;
    const panel = a.panels + (<usize>chunk * <usize>(a.tapCount * a.c) << 5);
    for (let t = 0; t < a.tapCount; t++) {
      const tap = <usize>load<i32>(a.taps + <usize>t * 16, 8) * <usize>a.c * <usize>a.d * <usize>a.groups;
      const to = panel + (<usize>(t * a.c) << 5);
      if (a.transposed) packPanelTransposed(to, a.kernel + ((tap + <usize>j * <usize>(a.c * a.groups) + <usize>(group * a.c)) << 2), <usize>(a.c * a.groups) << 2, a.c, a.d - j);
      else packPanel(to, a.kernel + ((tap + <usize>(group * a.d + j)) << 2), <usize>(a.d * a.groups) << 2, a.c, a.d - j);
    }
  };
  parallel(fn.index, groups * ((d + 7) >> 3));
}
