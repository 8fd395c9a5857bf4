import { checkLength, pixelsFrom, pixelsLike, type Image, type Pixels } from "../image.ts";
import type { Interpolation } from "./interpolation.ts";
import type { Mask } from "./movement.ts";
import { maskLike } from "./movement.ts";
import { tapsOf, type Taps } from "./taps.ts";

type Size = readonly [height: number, width: number];

/** How a picture is made smaller or larger. */
export interface Resampling {
  readonly size: Size;
  readonly interpolation: Interpolation;
  readonly antialias: boolean;
}

/** The pixels of a picture in another size: along the rows first, then along the columns. */
export function resample(image: Image, { size, interpolation, antialias }: Resampling): Pixels {
  const { shape: [rows, columns, channels], data } = image;
  if (interpolation === "nearest") return pickNearest(data, pixelsLike(data, size[0] * size[1] * channels), [rows, columns], size, channels);
  const across = tapsOf(columns, size[1], interpolation, antialias);
  const down = tapsOf(rows, size[0], interpolation, antialias);
  const wide: Axis = { outer: rows, from: columns, inner: channels };
  const high: Axis = { outer: 1, from: rows, inner: size[1] * channels };
  // Pillow, which always has antialiasing, rounds bytes after each direction; PyTorch without it once, at the end.
  if (!antialias || data instanceof Float32Array) return pixelsFrom(alongFloats(alongFloats(new Float32Array(data), wide, across), high, down), data);
  const made = alongBytes(alongBytes(new Uint8Array(data.buffer, data.byteOffset, data.length), wide, across), high, down);
  return data instanceof Uint8ClampedArray ? new Uint8ClampedArray(made.buffer) : made;
}

/** A mask in another size: the classes of the nearest pixels. */
export const resampleMask = (mask: Mask, from: Size, to: Size): Mask => pickNearest(mask, maskLike(mask, to[0] * to[1]), from, to, 1);

function pickNearest<A extends { [i: number]: number }>(from: A, to: A, [rows, columns]: Size, [height, width]: Size, channels: number): A {
  const [row, column] = [nearest(rows, height), nearest(columns, width)];
  for (let y = 0, target = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const source = ((row[y] as number) * columns + (column[x] as number)) * channels;
      for (let c = 0; c < channels; c++, target++) to[target] = from[source + c] as number;
    }
  return to;
}

/** For each new value the old one in which its centre lies. Centres are found by adding up, as in Pillow, so that those halfway between two go its way. */
function nearest(from: number, to: number): Int32Array {
  const places = new Int32Array(to);
  for (let i = 0, centre = from / to / 2; i < to; i++, centre += from / to) places[i] = Math.min(from - 1, centre);
  return places;
}

/** Weights are whole numbers of 2⁻²² and sums are rounded to bytes after each direction, as Pillow does: so the bytes are the same. */
const bits = 22;

const half = 1 << (bits - 1);

/** One axis of an array: how many lines lie before it, how many values it has, and how many numbers run after each. */
interface Axis {
  readonly outer: number;
  readonly from: number;
  readonly inner: number;
}

// Both work on three numbers at a time, which share a weight: red, green and blue, or neighbours in a row. That is 1.7 times as fast.
const lanes = 3;

function alongBytes(data: Uint8Array, { outer, from, inner }: Axis, { first, count, weights, most }: Taps): Uint8Array<ArrayBuffer> {
  const to = first.length;
  const result = new Uint8ClampedArray(checkLength(outer * to * inner));
  const whole = Int32Array.from(weights, (w) => Math.trunc(w * 2 ** bits + (w < 0 ? -0.5 : 0.5)));
  for (let o = 0, target = 0; o < outer; o++)
    for (let i = 0; i < to; i++) {
      const source = (o * from + (first[i] as number)) * inner;
      const begin = i * most;
      const end = begin + (count[i] as number);
      let j = 0;
      for (; j + lanes <= inner; j += lanes, target += lanes) {
        let a = half;
        let b = half;
        let c = half;
        for (let k = begin, at = source + j; k < end; k++, at += inner) {
          const weight = whole[k] as number;
          a = (a + Math.imul(weight, data[at] as number)) | 0;
          b = (b + Math.imul(weight, data[at + 1] as number)) | 0;
          c = (c + Math.imul(weight, data[at + 2] as number)) | 0;
        }
        result[target] = a >> bits;
        result[target + 1] = b >> bits;
        result[target + 2] = c >> bits;
      }
      for (; j < inner; j++, target++) {
        let a = half;
        for (let k = begin, at = source + j; k < end; k++, at += inner) a = (a + Math.imul(whole[k] as number, data[at] as number)) | 0;
        result[target] = a >> bits;
      }
    }
  return new Uint8Array(result.buffer);
}

function alongFloats(data: Float32Array, { outer, from, inner }: Axis, { first, count, weights, most }: Taps): Float32Array<ArrayBuffer> {
  const to = first.length;
  const result = new Float32Array(checkLength(outer * to * inner));
  for (let o = 0, target = 0; o < outer; o++)
    for (let i = 0; i < to; i++) {
      const source = (o * from + (first[i] as number)) * inner;
      const begin = i * most;
      const end = begin + (count[i] as number);
      let j = 0;
      for (; j + lanes <= inner; j += lanes, target += lanes) {
        let a = 0;
        let b = 0;
        let c = 0;
        for (let k = begin, at = source + j; k < end; k++, at += inner) {
          const weight = weights[k] as number;
          a += weight * (data[at] as number);
          b += weight * (data[at + 1] as number);
          c += weight * (data[at + 2] as number);
        }
        result[target] = a;
        result[target + 1] = b;
        result[target + 2] = c;
      }
      for (; j < inner; j++, target++) {
        let a = 0;
        for (let k = begin, at = source + j; k < end; k++, at += inner) a += (weights[k] as number) * (data[at] as number);
        result[target] = a;
      }
    }
  return result;
}
