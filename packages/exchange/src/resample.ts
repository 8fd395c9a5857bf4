/** Pixels as bytes, row by row `[height, width, channels]`. */
export interface Pixels {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly data: Uint8Array;
}

export type Interpolation = "bilinear" | "bicubic";

/** How far a filter reaches, in pixels of the smaller picture, and its weight at a distance. */
interface Filter {
  readonly reach: number;
  weight(distance: number): number;
}

/** Keys, "Cubic convolution interpolation for digital image processing", 1981, equation 15: the cubic's parameter. */
const a = -0.5;

const filters: { readonly [name in Interpolation]: Filter } = {
  bilinear: { reach: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: {
    reach: 2,
    weight: (distance) => {
      const x = Math.abs(distance);
      if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
      return x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0;
    },
  },
};

/** Weights are whole numbers of 2⁻²² and sums are rounded to bytes after each direction, as Pillow does: so the bytes are the same. */
const bits = 22;

/** One direction of a resized picture: how many pixels there would be, and which of them are wanted. */
export interface Span {
  readonly size: number;
  readonly begin: number;
  readonly count: number;
}

/**
 * A part of a resized picture as Pillow makes it, and torchvision with it: made smaller, every pixel of the source counts (the filter
 * widens with the factor); made larger, it interpolates. Only what is wanted is computed.
 */
export function resample({ shape: [height, width, channels], data }: Pixels, rows: Span, columns: Span, interpolation: Interpolation): Pixels {
  const filter = filters[interpolation];
  const across = along(data, { outer: height, from: width, inner: channels }, columns, filter);
  return { shape: [rows.count, columns.count, channels], data: along(across, { outer: 1, from: height, inner: columns.count * channels }, rows, filter) };
}

interface Axis {
  /** How many lines lie before this axis, how many values it has, and how many numbers run after each. */
  readonly outer: number;
  readonly from: number;
  readonly inner: number;
}

function along(data: Uint8Array, { outer, from, inner }: Axis, { size, begin, count }: Span, filter: Filter): Uint8Array {
  const result = new Uint8Array(outer * count * inner);
  for (let i = 0; i < count; i++) {
    const { first, weights } = tapsAt(begin + i, from, size, filter);
    for (let o = 0; o < outer; o++) {
      const source = (o * from + first) * inner;
      const target = (o * count + i) * inner;
      for (let j = 0; j < inner; j++) {
        let sum = 1 << (bits - 1);
        for (let k = 0; k < weights.length; k++) sum += (weights[k] ?? 0) * (data[source + k * inner + j] ?? 0);
        result[target + j] = Math.min(255, Math.max(0, sum >> bits));
      }
    }
  }
  return result;
}

/** Which values of the source make value `i` of the result, and how much each counts. */
function tapsAt(i: number, from: number, to: number, { reach, weight }: Filter): { first: number; weights: Int32Array } {
  const scale = from / to;
  const widened = Math.max(1, scale);
  const centre = (i + 0.5) * scale;
  const first = Math.max(0, Math.trunc(centre - reach * widened + 0.5));
  const end = Math.min(from, Math.trunc(centre + reach * widened + 0.5));
  const weights = Array.from({ length: end - first }, (_, k) => weight((k + first - centre + 0.5) / widened));
  const sum = weights.reduce((s, w) => s + w, 0);
  return { first, weights: Int32Array.from(weights, (w) => Math.trunc((w / sum) * 2 ** bits + (w < 0 ? -0.5 : 0.5))) };
}
