import type { Split } from "./dataset.ts";

/** Per channel, on the scale 0 … 1: `(x / 255 - mean) / std`. */
export interface Standardisation {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Sums of values and of their squares, per channel. They are of whole numbers, so they are exact as long as they stay below 2⁵³: 1.3·10¹¹ white pixels. */
interface Sums {
  readonly values: Float64Array;
  readonly squares: Float64Array;
  pixels: number;
}

function addPixels(sums: Sums, pixels: ArrayLike<number>, start: number, end: number): void {
  const { values, squares } = sums;
  const channels = values.length;
  let channel = 0;
  for (let i = start; i < end; i++) {
    const value = pixels[i] as number;
    values[channel] = (values[channel] as number) + value;
    squares[channel] = (squares[channel] as number) + value * value;
    if (++channel === channels) channel = 0;
  }
  sums.pixels += (end - start) / channels;
}

const emptySums = (channels: number): Sums => ({ values: new Float64Array(channels), squares: new Float64Array(channels), pixels: 0 });

function statisticsOf(where: string, { values, squares, pixels }: Sums): Standardisation {
  if (pixels === 0) throw new RangeError(`${where}: there must be at least one image. Received none.`);
  const mean = Array.from(values, (sum) => sum / pixels);
  // The sums are exact, so the difference is safe.
  const std = Array.from(squares, (square, c) => Math.sqrt(Math.max(0, square / pixels - (mean[c] as number) ** 2)) / 255);
  return { mean: mean.map((value) => value / 255), std };
}

/** Mean and standard deviation (of the population) of `x / 255`, per channel, over these places, or all. Use the training images only. */
export function channelStatistics(split: Split, indices?: ArrayLike<number>): Standardisation {
  const [count, height, width, channels] = split.shape;
  const length = height * width * channels;
  const n = indices?.length ?? count;
  const sums = emptySums(channels);
  for (let k = 0; k < n; k++) {
    const start = (indices === undefined ? k : (indices[k] as number)) * length;
    addPixels(sums, split.images, start, start + length);
  }
  return statisticsOf("channelStatistics", sums);
}

/** A picture `[H, W, C]` of bytes. */
interface Picture {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * What `channelStatistics` gives, of pictures that come one by one, of whatever sizes, and need not fit into memory together. Every pixel counts the same.
 *
 * @throws RangeError if there are none, or if they differ in channels.
 */
export async function streamStatistics(pictures: AsyncIterable<Picture> | Iterable<Picture>): Promise<Standardisation> {
  let sums: Sums | undefined;
  for await (const { shape, data } of pictures) {
    sums ??= emptySums(shape[2]);
    if (shape[2] !== sums.values.length) throw new RangeError(`streamStatistics: all pictures must have as many channels as the first, ${sums.values.length}. Received ${shape.join("×")}.`);
    if (data.length !== shape[0] * shape[1] * shape[2]) throw new RangeError(`streamStatistics: a picture of ${shape.join("×")} must hold as many bytes. Received ${data.length}.`);
    addPixels(sums, data, 0, data.length);
  }
  return statisticsOf("streamStatistics", sums ?? emptySums(0));
}

/** Bytes `[…, C]` as floats: `x / 255`, standardised if asked. A channel that never varies is only centred. They are written into `floats`, as long as the bytes, where it is given. */
export function toFloat(bytes: Uint8Array, standardise?: Standardisation, floats: Float32Array = new Float32Array(bytes.length)): Float32Array {
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
  let channel = 0;
  for (let i = 0; i < bytes.length; i++) {
    floats[i] = (bytes[i] as number) * (factors[channel] as number) - (offsets[channel] as number);
    if (++channel === channels) channel = 0;
  }
  return floats;
}
