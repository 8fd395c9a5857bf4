import * as tf from "@tensorflow/tfjs-core";

export type Pair = readonly [height: number, width: number];

/** Where a kernel `[kh, kw, C / groups, filters]` stands over images `[N, H, W, C]`, and what comes out `[N, H', W', filters]`. */
export interface Sliding {
  readonly batch: number;
  /** H and W. */
  readonly size: Pair;
  readonly channels: number;
  readonly kernelSize: Pair;
  readonly filters: number;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Zeros above and left of the image; those below and to the right follow from `places`. */
  readonly before: Pair;
  /** H' and W'. */
  readonly places: Pair;
  readonly groups: number;
}

/** The sliding of TensorFlow.js's own convolution kernels, or nothing for channels in front. */
export function slidingOf(attrs: { readonly [name: string]: unknown }, xShape: readonly number[], filterShape: readonly number[], depthwise: boolean = false): Sliding | undefined {
  const { strides, dilations = 1, pad, dimRoundingMode, dataFormat = "NHWC" } = attrs as {
    readonly strides: number | [number, number];
    readonly dilations?: number | [number, number] | null;
    readonly pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
    readonly dimRoundingMode?: "floor" | "round" | "ceil";
    readonly dataFormat?: string;
  };
  if (dataFormat !== "NHWC") return undefined;
  const info = tf.backend_util.computeConv2DInfo(xShape as [number, number, number, number], filterShape as [number, number, number, number], strides, dilations ?? 1, pad, dimRoundingMode, depthwise);
  return {
    batch: info.batchSize,
    size: [info.inHeight, info.inWidth],
    channels: info.inChannels,
    kernelSize: [info.filterHeight, info.filterWidth],
    filters: info.outChannels,
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.top, info.padInfo.left],
    places: [info.outHeight, info.outWidth],
    groups: depthwise ? info.inChannels : 1,
  };
}

/** The sliding of our own kernels, which know groups: `pad` is `[[top, bottom], [left, right]]`. */
export function groupedSlidingOf(attrs: { readonly [name: string]: unknown }, [batch = 0, height = 0, width = 0, channels = 0]: readonly number[], [kh = 1, kw = 1, , filters = 0]: readonly number[]): Sliding {
  const { strides, dilations, pad, groups } = attrs as { readonly strides: Pair; readonly dilations: Pair; readonly pad: readonly [Pair, Pair]; readonly groups: number };
  const along = (axis: 0 | 1, size: number, kernel: number): number => Math.floor((size + pad[axis][0] + pad[axis][1] - dilations[axis] * (kernel - 1) - 1) / strides[axis]) + 1;
  return {
    batch, size: [height, width], channels, kernelSize: [kh, kw], filters, strides, dilations, groups,
    before: [pad[0][0], pad[1][0]],
    places: [along(0, height, kh), along(1, width, kw)],
  };
}

/** A tap of a kernel: how far from a place it looks, where it lies in the kernel, and how many taps from it on lie side by side. */
export type Tap = readonly [offsetH: number, offsetW: number, index: number, run: number];

/** Orders taps as they lie in an image, and counts those side by side; with groups none of them are. */
function inRuns(taps: readonly (readonly [number, number, number])[], groups: number): readonly Tap[] {
  const sorted = [...taps].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const runs = sorted.map(() => 1);
  for (let i = sorted.length - 2; i >= 0; i--) {
    const [h, w] = sorted[i] ?? [0, 0];
    const [nextH, nextW] = sorted[i + 1] ?? [0, 0];
    if (groups === 1 && nextH === h && nextW === w + 1) runs[i] = 1 + (runs[i + 1] ?? 0);
  }
  return sorted.map(([h, w, index], i) => [h, w, index, runs[i] ?? 1]);
}

/** Every tap as a convolution looks through it. */
export const tapsForward = ({ kernelSize: [kh, kw], dilations, before, groups }: Sliding): readonly Tap[] =>
  inRuns(Array.from({ length: kh * kw }, (_, index) => [Math.floor(index / kw) * dilations[0] - before[0], (index % kw) * dilations[1] - before[1], index] as const), groups);

/** Where a phase of the strides begins, and the taps through which its places were seen, by place seen from. */
export interface Phase {
  readonly from: Pair;
  readonly grid: Pair;
  readonly taps: readonly Tap[];
}

/** The places of the image, sorted by the taps that see them: with strides not every tap sees every place. */
export function phases({ size, kernelSize, strides, dilations, before, groups }: Sliding): readonly Phase[] {
  const along = (axis: 0 | 1): { from: number; grid: number; taps: [offset: number, index: number][] }[] =>
    Array.from({ length: Math.min(strides[axis], size[axis]) }, (_, from) => {
      const taps: [number, number][] = [];
      for (let k = 0; k < kernelSize[axis]; k++) {
        const offset = (from + before[axis] - k * dilations[axis]) / strides[axis];
        if (Number.isInteger(offset)) taps.push([offset, k]);
      }
      return { from, grid: Math.ceil((size[axis] - from) / strides[axis]), taps };
    });
  const columns = along(1);
  return along(0).flatMap((row) =>
    columns.map((column) => ({
      from: [row.from, column.from] as const,
      grid: [row.grid, column.grid] as const,
      taps: inRuns(row.taps.flatMap(([offsetH, i]) => column.taps.map(([offsetW, j]) => [offsetH, offsetW, i * kernelSize[1] + j] as const)), groups),
    })),
  );
}
