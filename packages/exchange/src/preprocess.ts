import type { NdArray } from "@convscope/files/bytes";
import { resample, type Interpolation, type Pixels, type Span } from "./resample.ts";

/** What is done to a picture before a net sees it; `published` of a model's row says it. */
export interface Preprocessing {
  /** Pixels that the shorter side gets. */
  readonly resize: number;
  /** Pixels of the square that is then cut from the middle; at most `resize`. */
  readonly crop: number;
  readonly interpolation: Interpolation;
  /** Subtracted from each channel between 0 and 1, */
  readonly mean: readonly number[];
  /** and what is left is divided by these. */
  readonly std: readonly number[];
}

/** A picture as a net takes it, `[crop, crop, channels]`: byte for byte what torchvision makes of the same pixels, then normalised. */
export function preprocess(pixels: Pixels, { resize, crop, interpolation, mean, std }: Preprocessing): NdArray {
  const [height, width, channels] = pixels.shape;
  if (mean.length !== channels || std.length !== channels) throw new RangeError(`preprocess: there must be a mean and a std for each of ${channels} channels. Received ${mean.length} and ${std.length}.`);
  if (!(crop <= resize)) throw new RangeError(`preprocess: crop must be at most resize. Received ${crop} and ${resize}.`);
  if (height < 1 || width < 1) throw new RangeError(`preprocess: the picture must have pixels. Received ${height}×${width}.`);
  const short = Math.min(height, width);
  const span = (length: number): Span => {
    const size = Math.trunc((resize * length) / short);
    return { size, begin: toEven((size - crop) / 2), count: crop };
  };
  return normalize(resample(pixels, span(height), span(width), interpolation), mean, std);
}

/** Halves go to the even neighbour, as Python rounds. */
const toEven = (n: number): number => (n % 1 === 0.5 && Math.floor(n) % 2 === 0 ? Math.floor(n) : Math.round(n));

function normalize({ shape, data }: Pixels, mean: readonly number[], std: readonly number[]): NdArray {
  const channels = mean.length;
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) result[i] = ((data[i] ?? 0) / 255 - (mean[i % channels] ?? 0)) / (std[i % channels] ?? 1);
  return { shape, data: result };
}
