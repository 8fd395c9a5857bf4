import type { Floats, Numbers } from "./layout.ts";

/** A pooling window as loops take it: `pads` are `[[top, bottom], [left, right]]` as asked for. */
export interface LoopPooling {
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly pads?: readonly [readonly [number, number], readonly [number, number]];
  readonly dilationRate?: readonly [number, number];
  readonly ceilMode?: boolean;
}

/** One cell of a window: its value, its place in the window, and whether it lies in the input. */
export interface Cell {
  readonly value: number;
  readonly at: readonly [row: number, column: number];
  readonly inside: boolean;
}

/** What the loops found, and how many cells within the input they looked at. */
export interface Pooled extends Floats {
  readonly visited: number;
}

/**
 * Pools `[N, H, W, C]` by loops that follow the definition: `reduce` sees the cells of one window in memory order. Cells of the
 * padding asked for are there with the value 0; what hangs over it in ceil mode is not.
 */
export function poolByLoops(x: Numbers, { kernelSize: [kh, kw], strides, pads = [[0, 0], [0, 0]], dilationRate = [1, 1], ceilMode = false }: LoopPooling, reduce: (cells: readonly Cell[]) => number): Pooled {
  const [n = 0, h = 0, w = 0, c = 0] = x.shape;
  const [oh, ow] = [starts(h, kh, strides[0], pads[0], dilationRate[0], ceilMode), starts(w, kw, strides[1], pads[1], dilationRate[1], ceilMode)];
  const data: number[] = [];
  let visited = 0;
  for (let b = 0; b < n; b++)
    for (const top of oh)
      for (const left of ow)
        for (let channel = 0; channel < c; channel++) {
          const cells: Cell[] = [];
          for (let i = 0; i < kh; i++)
            for (let j = 0; j < kw; j++) {
              const [row, column] = [top + i * dilationRate[0], left + j * dilationRate[1]];
              if (row >= h + pads[0][1] || column >= w + pads[1][1]) continue;
              const inside = row >= 0 && row < h && column >= 0 && column < w;
              cells.push({ value: inside ? (x.data[((b * h + row) * w + column) * c + channel] ?? NaN) : 0, at: [i, j], inside });
              if (inside) visited++;
            }
          data.push(reduce(cells));
        }
  return { shape: [n, oh.length, ow.length, c], data: Float32Array.from(data), visited };
}

/** Where the windows begin: as long as one fits the padded input or, in ceil mode, begins before the padding after. */
function starts(length: number, size: number, stride: number, [before, after]: readonly [number, number], dilation: number, ceilMode: boolean): number[] {
  const span = dilation * (size - 1) + 1;
  const found: number[] = [];
  for (let start = -before; ; start += stride) {
    const fits = start + span <= length + after;
    // In ceil mode one further window may hang over, if it begins in the input or the padding before.
    const hangs = ceilMode && start < length && start - stride + span < length + after;
    if (!fits && !hangs) return found;
    found.push(start);
  }
}

/** Adaptive pooling by loops: bin i of m along n positions holds those p for which [p, p + 1) and [i·n/m, (i + 1)·n/m) overlap. */
export function adaptivePoolByLoops(x: Numbers, [oh, ow]: readonly [number, number], reduce: (values: readonly number[]) => number): Floats {
  const [n = 0, h = 0, w = 0, c = 0] = x.shape;
  const bin = (i: number, m: number, length: number): number[] => Array.from({ length }, (_, p) => p).filter((p) => p * m < (i + 1) * length && (p + 1) * m > i * length);
  const data: number[] = [];
  for (let b = 0; b < n; b++)
    for (let i = 0; i < oh; i++)
      for (let j = 0; j < ow; j++)
        for (let channel = 0; channel < c; channel++)
          data.push(reduce(bin(i, oh, h).flatMap((row) => bin(j, ow, w).map((column) => x.data[((b * h + row) * w + column) * c + channel] ?? NaN))));
  return { shape: [n, oh, ow, c], data: Float32Array.from(data) };
}

const within = (cells: readonly Cell[]): number[] => cells.filter(({ inside }) => inside).map(({ value }) => value);
const total = (cells: readonly Cell[]): number => cells.reduce((sum, { value }) => sum + value, 0);

type Reduce = (cells: readonly Cell[]) => number;

/** What a pooling layer makes of the cells of one window. */
export const poolReducers: {
  readonly maximum: Reduce;
  readonly minimum: Reduce;
  readonly total: Reduce;
  readonly norm: Reduce;
  readonly mean: (includePad: boolean) => Reduce;
  readonly bell: (kernelSize: readonly [number, number], sigma: number) => Reduce;
} = {
  maximum: (cells) => Math.max(...within(cells)),
  minimum: (cells) => Math.min(...within(cells)),
  total,
  norm: (cells) => Math.sqrt(cells.reduce((sum, { value }) => sum + value ** 2, 0)),
  /** The mean over all cells, or over those within the input. */
  mean: (includePad) => (cells) => total(cells) / (includePad ? cells.length : within(cells).length),
  /** The mean weighed by a bell over the window, over the cells within the input. */
  bell: ([kh, kw], sigma) => (cells) => {
    const inside = cells.filter((cell) => cell.inside);
    const weights = inside.map(({ at: [i, j] }) => Math.exp(-((i - (kh - 1) / 2) ** 2 + (j - (kw - 1) / 2) ** 2) / (2 * sigma ** 2)));
    return inside.reduce((sum, { value }, i) => sum + value * (weights[i] ?? 0), 0) / weights.reduce((a, b) => a + b, 0);
  },
};
