import { cubic, triangle, type Filter, type Interpolation } from "./interpolation.ts";

/** For each value of a resized row or column: which of the old ones make it, and how much each counts. */
export interface Taps {
  /** The first of them, and how many. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `[size, most]`: those of one value one after another, their sum 1. */
  readonly weights: Float64Array;
  readonly most: number;
}

/**
 * The taps from `from` values to `to`. With `antialias` as Pillow's: the filter widens with the factor when there are to be fewer, and weights
 * that would lie beyond the border are shared out. Without as PyTorch's `interpolate`: a filter of the same width always, the outermost
 * value repeated beyond the border, and −¾ for the cubic's parameter.
 */
export function tapsOf(from: number, to: number, interpolation: Exclude<Interpolation, "nearest">, antialias: boolean): Taps {
  const filter = filters[interpolation](antialias);
  const scale = from / to;
  const widened = antialias ? Math.max(1, scale) : 1;
  const reach = filter.reach * widened;
  const most = Math.min(from, Math.ceil(reach) * 2 + 1);
  const taps = { first: new Int32Array(to), count: new Int32Array(to), weights: new Float64Array(to * most), most };
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const [begin, end] = antialias ? [Math.trunc(centre - reach + 0.5), Math.trunc(centre + reach + 0.5)] : [Math.floor(centre - reach + 0.5), Math.floor(centre + reach + 0.5)];
    const first = Math.min(from - 1, Math.max(0, begin));
    const last = Math.min(from, Math.max(1, end)) - 1;
    taps.first[i] = first;
    taps.count[i] = last - first + 1;
    let sum = 0;
    for (let k = antialias ? first : begin; k < (antialias ? last + 1 : end); k++) {
      const weight = filter.weight((k - centre + 0.5) / widened);
      const at = i * most + Math.min(last, Math.max(first, k)) - first;
      taps.weights[at] = (taps.weights[at] as number) + weight;
      sum += weight;
    }
    for (let k = 0; k <= last - first; k++) taps.weights[i * most + k] = (taps.weights[i * most + k] as number) / sum;
  }
  return taps;
}

const filters: { readonly [I in Exclude<Interpolation, "nearest">]: (antialias: boolean) => Filter } = {
  bilinear: () => triangle,
  bicubic: (antialias) => cubic(antialias ? -0.5 : -0.75),
};
