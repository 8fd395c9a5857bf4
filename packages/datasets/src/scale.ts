import type { Split } from "./dataset.ts";

/** Per channel, on the scale 0 … 1: `(x / 255 - mean) / std`. */
export interface Standardisation {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Mean and standard deviation (of the population) of `x / 255`, per channel, over these places, or all. Use the training images only. */
export function channelStatistics(split: Split, indices?: ArrayLike<number>): Standardisation {
  const [count, height, width, channels] = split.shape;
  const length = height * width * channels;
  const n = indices?.length ?? count;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let k = 0; k < n; k++) {
    const start = (indices === undefined ? k : (indices[k] as number)) * length;
    for (let i = 0; i < length; i++) {
      const value = split.images[start + i] as number;
      const channel = i % channels;
      sums[channel] = (sums[channel] as number) + value;
      squares[channel] = (squares[channel] as number) + value * value;
    }
  }
  const pixels = n * height * width;
  if (pixels === 0) throw new RangeError("channelStatistics: there must be at least one image. Received none.");
  const mean = Array.from(sums, (sum) => sum / pixels);
  // The sums are of whole numbers and exact, so the difference is safe.
  const std = Array.from(squares, (square, c) => Math.sqrt(Math.max(0, square / pixels - (mean[c] as number) ** 2)) / 255);
  return { mean: mean.map((value) => value / 255), std };
}

/** Bytes `[…, C]` as floats: `x / 255`, standardised if asked. A channel that never varies is only centred. */
export function toFloat(bytes: Uint8Array, standardise?: Standardisation): Float32Array {
  const floats = new Float32Array(bytes.length);
  if (standardise === undefined) {
    for (let i = 0; i < bytes.length; i++) floats[i] = (bytes[i] as number) / 255;
    return floats;
  }
  const { mean, std } = standardise;
  const channels = mean.length;
  if (std.length !== channels || channels === 0) {
    throw new RangeError(`toFloat: mean and std must have one number a channel. Received ${channels} and ${std.length}.`);
  }
  const factors = std.map((value) => 1 / (255 * (value === 0 ? 1 : value)));
  const offsets = mean.map((value, c) => value * 255 * (factors[c] as number));
  for (let i = 0; i < bytes.length; i++) {
    const channel = i % channels;
    floats[i] = (bytes[i] as number) * (factors[channel] as number) - (offsets[channel] as number);
  }
  return floats;
}
