import type { Floats, Numbers } from "./layout.ts";

/** A convolution as six nested loops take it. Kernel `[kh, kw, C / groups, filters]`; padding `[[top, bottom], [left, right]]`. */
export interface LoopConvolution {
  readonly strides?: readonly [number, number];
  readonly dilationRate?: readonly [number, number];
  readonly pads?: readonly [readonly [number, number], readonly [number, number]];
  readonly groups?: number;
}

/** What the loops found: the numbers, and how many products they took, those with padding included. */
export interface Counted extends Floats {
  readonly macs: number;
}

/** Convolves `[N, H, W, C]` with `[kh, kw, C / groups, filters]` by loops that follow the definition, and counts its products. */
export function convolveByLoops(x: Numbers, kernel: Numbers, { strides = [1, 1], dilationRate = [1, 1], pads = [[0, 0], [0, 0]], groups = 1 }: LoopConvolution = {}): Counted {
  const [n = 0, h = 0, w = 0, c = 0] = x.shape;
  const [kh = 0, kw = 0, inward = 0, filters = 0] = kernel.shape;
  const oh = Math.floor((h + pads[0][0] + pads[0][1] - dilationRate[0] * (kh - 1) - 1) / strides[0]) + 1;
  const ow = Math.floor((w + pads[1][0] + pads[1][1] - dilationRate[1] * (kw - 1) - 1) / strides[1]) + 1;
  const data = new Float32Array(n * oh * ow * filters);
  let macs = 0;
  for (let at = 0; at < data.length; at++) {
    const f = at % filters;
    const [b, i, j] = [Math.floor(at / filters / ow / oh), Math.floor(at / filters / ow) % oh, Math.floor(at / filters) % ow];
    const first = Math.floor(f / (filters / groups)) * inward;
    let sum = 0;
    for (let u = 0; u < kh; u++)
      for (let v = 0; v < kw; v++)
        for (let q = 0; q < inward; q++) {
          const [row, column] = [i * strides[0] + u * dilationRate[0] - pads[0][0], j * strides[1] + v * dilationRate[1] - pads[1][0]];
          const inside = row >= 0 && row < h && column >= 0 && column < w;
          sum += (inside ? (x.data[((b * h + row) * w + column) * c + first + q] ?? NaN) : 0) * (kernel.data[((u * kw + v) * inward + q) * filters + f] ?? NaN);
          macs++;
        }
    data[at] = sum;
  }
  return { shape: [n, oh, ow, filters], data, macs };
}

/** A transposed convolution as loops take it. Kernel `[kh, kw, filters / groups, C]`; `size` is `[height, width]` of the output. */
export interface LoopTransposed {
  readonly size: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly dilationRate?: readonly [number, number];
  /** What is cut off before. */
  readonly before?: readonly [number, number];
  readonly groups?: number;
}

/** Spreads `[N, H, W, C]` with `[kh, kw, filters / groups, C]` by loops, and counts its products, those that are cut off included. */
export function spreadByLoops(x: Numbers, kernel: Numbers, { size: [oh, ow], strides = [1, 1], dilationRate = [1, 1], before = [0, 0], groups = 1 }: LoopTransposed): Counted {
  const [n = 0, h = 0, w = 0, c = 0] = x.shape;
  const [kh = 0, kw = 0, outward = 0] = kernel.shape;
  const filters = outward * groups;
  const data = new Float32Array(n * oh * ow * filters);
  let macs = 0;
  for (let at = 0; at < n * h * w * c; at++) {
    const q = at % c;
    const [b, i, j] = [Math.floor(at / c / w / h), Math.floor(at / c / w) % h, Math.floor(at / c) % w];
    const first = Math.floor(q / (c / groups)) * outward;
    for (let u = 0; u < kh; u++)
      for (let v = 0; v < kw; v++)
        for (let f = 0; f < outward; f++) {
          macs++;
          const [row, column] = [i * strides[0] + u * dilationRate[0] - before[0], j * strides[1] + v * dilationRate[1] - before[1]];
          if (row < 0 || row >= oh || column < 0 || column >= ow) continue;
          const to = ((b * oh + row) * ow + column) * filters + first + f;
          data[to] = (data[to] ?? 0) + (x.data[at] ?? NaN) * (kernel.data[((u * kw + v) * outward + f) * c + q] ?? NaN);
        }
  }
  return { shape: [n, oh, ow, filters], data, macs };
}
