import type { NdArray } from "@convscope/nn";
import type { Picture } from "../../picture.ts";
import type { Source } from "../../source.ts";
import { ground } from "./mosaic.ts";

/** What a network takes for each channel: pixels from 0 to 1 less the mean, divided by the deviation. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export function scalingOf({ preprocessing, standardise }: Source): Scaling {
  const { mean, std } = preprocessing ?? standardise ?? { mean: [], std: [] };
  // A channel that never varied in the training is only centred.
  return { mean, deviation: std.map((value) => (value === 0 ? 1 : value)) };
}

/** What a network takes, `[H, W, C]`, as pixels again. */
export function pictureOf({ shape, data }: NdArray, { mean, deviation }: Scaling): Picture {
  const [height = 1, width = 1, channels = 1] = shape;
  return { shape: [height, width, channels], data: Uint8Array.from(data, (value, at) => byte(value * (deviation[at % channels] ?? 1) + (mean[at % channels] ?? 0))) };
}

/** Values above and below 0, `[H, W, C]`, around mid-grey; the largest in size is black, white or a full colour. */
export function aroundGrey({ shape, data }: NdArray): Picture {
  const [height = 1, width = 1, channels = 1] = shape;
  const most = Float32Array.from(data, Math.abs).reduce((a, b) => Math.max(a, b), 0) || 1;
  return { shape: [height, width, channels], data: Uint8Array.from(data, (value) => byte(0.5 + value / (2 * most))) };
}

const byte = (share: number): number => Math.min(255, Math.max(0, Math.round(255 * share)));

/** Rows and columns, both ends included. */
export interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A part of a picture, and ground where it reaches beyond the edges. */
export function cropped({ shape: [height, width, channels], data }: Picture, { top, bottom, left, right }: Box): Picture {
  const [rows, columns] = [bottom - top + 1, right - left + 1];
  const part = new Uint8Array(rows * columns * channels).fill(ground);
  const [first, end] = [Math.max(0, left), Math.min(width, right + 1)];
  for (let y = Math.max(0, top); y < Math.min(height, bottom + 1); y++) part.set(data.subarray((y * width + first) * channels, (y * width + end) * channels), ((y - top) * columns + first - left) * channels);
  return { shape: [rows, columns, channels], data: part };
}

/** A box that an edge has cut, of its whole size again: it reaches beyond that edge. */
export const uncut = ({ top, bottom, left, right }: Box, height: number, width: number): Box => ({
  ...(top === 0 ? { top: bottom - height + 1, bottom } : { top, bottom: top + height - 1 }),
  ...(left === 0 ? { left: right - width + 1, right } : { left, right: left + width - 1 }),
});
