import type { PictureSample } from "./pipeline.ts";

/** Height and width in pixels. */
export type Extent = readonly [height: number, width: number];

/** The smallest size of a picture's proportions that covers another one. */
export function covering([height, width]: Extent, [least, narrowest]: Extent): Extent {
  const scale = Math.max(least / height, narrowest / width);
  return [Math.max(least, Math.round(height * scale)), Math.max(narrowest, Math.round(width * scale))];
}

/** How a row or a column of a picture comes about: from which pixels of the old one, and with which shares. */
interface Blend {
  readonly first: number;
  readonly shares: Float64Array;
}

/**
 * Pixels `from … from + count − 1` of a side that is scaled from `before` to `after` pixels: linear interpolation, and a mean weighted like a
 * tent where the side gets smaller, as Pillow's BILINEAR (Image.resize).
 */
function blends(before: number, after: number, from: number, count: number): readonly Blend[] {
  const step = before / after;
  const reach = Math.max(1, step);
  return Array.from({ length: count }, (_, i) => {
    const centre = (from + i + 0.5) * step;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const last = Math.min(before, Math.trunc(centre + reach + 0.5));
    const shares = Float64Array.from({ length: last - first }, (_, k) => Math.max(0, 1 - Math.abs((first + k + 0.5 - centre) / reach)));
    const sum = shares.reduce((a, b) => a + b, 0);
    return { first, shares: shares.map((share) => Math.round((share / sum) * precision) / precision) };
  });
}

/** Pillow's shares are multiples of 2⁻²², which decides what is a half and what a hair less. */
const precision = 2 ** 22;

/** The middle of a side. */
const margin = (scaled: number, kept: number): number => Math.floor((scaled - kept) / 2);

/**
 * A sample brought to `[height, width]`: scaled until it just covers it, then cut around the middle. Pixels are blended, a mask's are moved to the
 * nearest place, boxes are moved alike; one that is cut off becomes a row of NaN.
 */
export function cover(sample: PictureSample, [height, width]: Extent): PictureSample {
  const { image, mask, boxes } = sample;
  const [rows, columns, channels] = image.shape;
  if (rows === height && columns === width) return sample;
  const [tall, wide] = covering([rows, columns], [height, width]);
  const [top, left] = [margin(tall, height), margin(wide, width)];
  const same = tall === rows && wide === columns;
  return {
    image: { shape: [height, width, channels], data: same ? part(image, [top, left], [height, width]) : blended(image, blends(rows, tall, top, height), blends(columns, wide, left, width)) },
    ...(mask && { mask: nearest(mask, [rows, columns], [tall, wide], [top, left], [height, width]) }),
    ...(boxes && { boxes: moved(boxes, [tall / rows, wide / columns], [top, left], [height, width]) }),
  };
}

/** What `blended` gives where nothing is scaled, at a fraction of its time. */
function part({ shape: [, columns, channels], data }: PictureSample["image"], [top, left]: Extent, [height, width]: Extent): Uint8Array {
  const line = width * channels;
  const result = new Uint8Array(height * line);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * columns + left) * channels;
    result.set(data.subarray(start, start + line), y * line);
  }
  return result;
}

/** Along the rows first, then down the columns, rounded after each, as Pillow does: as many products as the two sides have, not their area. */
function blended({ shape: [rows, columns, channels], data }: PictureSample["image"], down: readonly Blend[], across: readonly Blend[]): Uint8Array {
  const line = across.length * channels;
  const lines = new Uint8Array(rows * line);
  const [from, to] = [down[0]?.first ?? 0, Math.max(...down.map(({ first, shares }) => first + shares.length))];
  for (let row = from; row < to; row++)
    for (const [x, { first, shares }] of across.entries())
      for (let c = 0; c < channels; c++) {
        let sum = 0.5;
        for (let k = 0; k < shares.length; k++) sum += (shares[k] as number) * (data[(row * columns + first + k) * channels + c] as number);
        lines[row * line + x * channels + c] = sum;
      }
  const result = new Uint8Array(down.length * line);
  for (const [y, { first, shares }] of down.entries())
    for (let i = 0; i < line; i++) {
      let sum = 0.5;
      for (let k = 0; k < shares.length; k++) sum += (shares[k] as number) * (lines[(first + k) * line + i] as number);
      result[y * line + i] = sum;
    }
  return result;
}

/** A mask at another size: every pixel from the one that its middle lies in. */
export function nearest<M extends Uint8Array | Int32Array>(mask: M, [rows, columns]: Extent, [tall, wide]: Extent, [top, left]: Extent, [height, width]: Extent): M {
  const result = (mask instanceof Int32Array ? new Int32Array(height * width) : new Uint8Array(height * width)) as M;
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((top + y + 0.5) * rows) / tall) * columns;
    for (let x = 0; x < width; x++) result[y * width + x] = mask[row + Math.floor(((left + x + 0.5) * columns) / wide)] as number;
  }
  return result;
}

/** Boxes scaled, shifted and cut at the borders. */
function moved(boxes: Float32Array, [down, across]: readonly [number, number], [top, left]: Extent, [height, width]: Extent): Float32Array {
  const result = new Float32Array(boxes.length);
  for (let i = 0; i < boxes.length; i += 4) {
    const [x0, y0] = [Math.max(0, (boxes[i] as number) * across - left), Math.max(0, (boxes[i + 1] as number) * down - top)];
    const [x1, y1] = [Math.min(width, (boxes[i + 2] as number) * across - left), Math.min(height, (boxes[i + 3] as number) * down - top)];
    result.set(x1 > x0 && y1 > y0 ? [x0, y0, x1, y1] : [NaN, NaN, NaN, NaN], i);
  }
  return result;
}
