import { choice, levels, type Fields } from "../field.ts";
import { checkLength, pixelsFrom, pixelsLike, type Image, type Pixels } from "../image.ts";
import { borders, inside, levelsOf, type Border } from "./border.ts";
import { cubic, interpolations, triangle, type Filter, type Interpolation } from "./interpolation.ts";
import { maskLike, type Mask } from "./movement.ts";

/** For each pixel of the result, `[H, W]`, the place in the image that it shows: x and y in pixels, 0.5 the centre of the first one. NaN: nowhere. */
export interface Places {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/**
 * How a picture is looked up between its pixels and beyond them. Each pixel that takes part counts as what the border rule says of its place:
 * at a constant border the picture therefore blends into `fill`, as if it lay on an endless plane of that level. (torchvision with a `fill`
 * darkens that blend: it weighs the picture's part twice.)
 */
export interface Sampling {
  readonly interpolation: Interpolation;
  readonly border: Border;
  /** Levels of 0 … 255, one or one for each channel, where `border` is "constant". */
  readonly fill: readonly number[];
}

export interface SamplingOptions {
  /** What is between the pixels. */
  readonly interpolation?: Interpolation;
  /** What is beyond the image; "constant" unless given. */
  readonly border?: Border;
  /** Levels of 0 … 255 for "constant"; 0 unless given. */
  readonly fill?: number | readonly number[];
  readonly p?: number;
}

/** The options of a step or an operation that looks a picture up; how it interpolates unless told otherwise is torchvision's choice for each. */
export const samplingFields = (interpolation: Interpolation): Fields<Sampling> => ({ interpolation: choice(interpolations, interpolation), border: choice(borders, "constant"), fill: levels(0) });

const filters: { readonly [I in Exclude<Interpolation, "nearest">]: Filter } = { bilinear: triangle, bicubic: cubic(-0.5) };

/**
 * The pixels of a picture as seen from these places.
 *
 * @throws AugmentError when there are neither one nor as many levels of `fill` as channels.
 */
export function pixelsAt(kind: string, image: Image, places: Places, { interpolation, border, fill }: Sampling): Pixels {
  const { shape: [rows, columns, channels], data } = image;
  const level = levelsOf(kind, fill, image);
  if (interpolation === "nearest") return pickAt(data, pixelsLike(data, places.xs.length * channels), [rows, columns], places, border, level);
  return pixelsFrom(blendAt(image, places, filters[interpolation], border, level), data);
}

/** A mask as seen from these places: the class of the pixel in which each lies, 0 beyond a constant border. */
export const maskAt = (mask: Mask, [rows, columns]: readonly [number, number, ...unknown[]], places: Places, border: Border): Mask =>
  pickAt(mask, maskLike(mask, places.xs.length), [rows, columns], places, border, [0]);

function pickAt<A extends { [i: number]: number }>(from: A, to: A, [rows, columns]: readonly [number, number], { xs, ys }: Places, border: Border, level: readonly number[]): A {
  const channels = level.length;
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i] as number;
    const y = ys[i] as number;
    const nowhere = Number.isNaN(x) || Number.isNaN(y);
    const column = nowhere ? -1 : inside(Math.floor(x), columns, border);
    const row = nowhere ? -1 : inside(Math.floor(y), rows, border);
    const seen = row >= 0 && column >= 0;
    const source = (row * columns + column) * channels;
    for (let c = 0; c < channels; c++) to[i * channels + c] = (seen ? from[source + c] : level[c]) as number;
  }
  return to;
}

function blendAt({ shape: [rows, columns, channels], data }: Image, { xs, ys }: Places, { reach, weight }: Filter, border: Border, level: readonly number[]): Float32Array {
  const result = new Float32Array(checkLength(xs.length * channels));
  const taps = 2 * reach;
  const line = columns * channels;
  // Of the pixels that take part: their row and column, −1 for the constant level, and how much they count.
  const [row, column] = [new Int32Array(taps), new Int32Array(taps)];
  const [down, across] = [new Float64Array(taps), new Float64Array(taps)];
  const sums = new Float64Array(channels);
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i] as number;
    const y = ys[i] as number;
    const target = i * channels;
    if (Number.isNaN(x) || Number.isNaN(y)) {
      result.set(level, target);
      continue;
    }
    const left = Math.floor(x - 0.5) - reach + 1;
    const top = Math.floor(y - 0.5) - reach + 1;
    // The usual case, two times as fast as the general one below.
    if (reach === 1 && left >= 0 && top >= 0 && left + 1 < columns && top + 1 < rows) {
      const [right, below] = [x - left - 0.5, y - top - 0.5];
      for (let c = 0, at = top * line + left * channels; c < channels; c++, at++) {
        const upper = (data[at] as number) * (1 - right) + (data[at + channels] as number) * right;
        const lower = (data[at + line] as number) * (1 - right) + (data[at + line + channels] as number) * right;
        result[target + c] = upper * (1 - below) + lower * below;
      }
      continue;
    }
    for (let k = 0; k < taps; k++) {
      row[k] = inside(top + k, rows, border);
      column[k] = inside(left + k, columns, border);
      down[k] = weight(top + k + 0.5 - y);
      across[k] = weight(left + k + 0.5 - x);
    }
    sums.fill(0);
    for (let j = 0; j < taps; j++)
      for (let k = 0; k < taps; k++) {
        const share = (down[j] as number) * (across[k] as number);
        const from = (row[j] as number) * line + (column[k] as number) * channels;
        const seen = (row[j] as number) >= 0 && (column[k] as number) >= 0;
        for (let c = 0; c < channels; c++) sums[c] = (sums[c] as number) + share * ((seen ? data[from + c] : level[c]) as number);
      }
    for (let c = 0; c < channels; c++) result[target + c] = sums[c] as number;
  }
  return result;
}
