import { AugmentError } from "../error.ts";
import { levels, range, readRecord, shown, size, type Field, type Range } from "../field.ts";
import { pixelsLike, type Image } from "../image.ts";
import { applyOperations } from "../operation.ts";
import type { Labelled } from "../operationRow.ts";
import { randomOf, type At } from "../random.ts";
import type { Sample } from "../sample.ts";

/**
 * Four samples around a point of one image, each touching it with the corner that it turns to it (Bochkovskiy et al., arXiv:2004.10934, section 3.3).
 * An image larger than its quarter is cut, of a smaller one the quarter keeps the fill level. Ultralytics: Mosaic, whose size is twice that of the images.
 */
export interface Mosaic {
  readonly kind: "mosaic";
  /** `[height, width]` of the result in pixels. */
  readonly size: readonly [height: number, width: number];
  /** Where the point may lie, as parts of the height and of the width. */
  readonly centre: Range;
  /** Levels of 0 … 255. */
  readonly fill: readonly number[];
}

/** A mosaic with nothing left to chance. */
export interface Mosaicked extends Labelled {
  readonly kind: "mosaic";
  readonly size: readonly [height: number, width: number];
  /** `[y, x]` of the point where the four meet, in pixels. */
  readonly centre: readonly [y: number, x: number];
  readonly fill: readonly number[];
}

export interface MosaicOptions {
  /** Pixels, for both sides or as `[height, width]`. */
  readonly size: number | readonly [height: number, width: number];
  /** Parts of the sides between which the point is drawn; [0.25, 0.75] unless given. */
  readonly centre?: Range;
  /** Levels of 0 … 255; 114 unless given, about ImageNet's mean. */
  readonly fill?: number | readonly number[];
}

/** Four images in one: how they are put together is drawn by `drawMosaic`. */
export const mosaic = (options: MosaicOptions): Mosaic => ({ kind: "mosaic", ...readRecord<Mosaic>("mosaic", { size: size({ min: 2 }), centre: range({ min: 0, max: 1, around: 0.5, fallback: [0.25, 0.75] }), fill: levels(114) }, options) });

/**
 * A mosaic from JSON, checked.
 *
 * @throws AugmentError naming the option, its rule and what was received.
 */
export function parseMosaic(json: unknown): Mosaic {
  return mosaic(recordOf(json) as { kind: "mosaic"; size: number });
}

/**
 * What `drawMosaic` gave, from JSON, checked.
 *
 * @throws AugmentError naming the option, its rule and what was received.
 */
export function parseMosaicked(json: unknown): Mosaicked {
  const record = recordOf(json);
  const drawn = readRecord<Mosaicked>("mosaic", { size: size({ min: 2 }), centre: place, fill: levels(114) }, record);
  return { kind: "mosaic", ...drawn, ...("label" in record && typeof record.label === "string" && { label: record.label }) };
}

const place: Field<Mosaicked["centre"]> = {
  rule: "[y, x] in whole pixels from 0 to 65536",
  parse(value) {
    const [y, x, ...rest]: unknown[] = Array.isArray(value) ? value : [];
    return rest.length === 0 && isPlace(y) && isPlace(x) ? [y, x] : undefined;
  },
};

const isPlace = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_536;

function recordOf(json: unknown): object {
  if (typeof json !== "object" || json === null || !("kind" in json) || json.kind !== "mosaic") throw new AugmentError(`mosaic: must be a record of the kind "mosaic". Received ${shown(json)}.`);
  return json;
}

/** Draws where the four meet. */
export function drawMosaic({ size: [height, width], centre: [low, high], fill }: Mosaic, { seed, path = [] }: At): Mosaicked {
  const random = randomOf(seed, ...path);
  const [y, x] = [Math.round(height * random.uniform(low, high)), Math.round(width * random.uniform(low, high))];
  return { kind: "mosaic", size: [height, width], centre: [y, x], fill, label: `mosaic around ${x}, ${y}` };
}

/**
 * Four samples as one: left above, right above, left below, right below. Boxes and keypoints come in that order, a row for each that went in,
 * so that their labels are those of the four one after another; what was cut off is a row of NaN.
 *
 * @throws AugmentError for other than four samples, ones that differ in channels or in the kind of numbers, or a centre outside.
 */
export function applyMosaic(samples: readonly Sample[], { size: [height, width], centre: [y, x], fill }: Mosaicked): Sample {
  const [first] = samples;
  if (first === undefined || samples.length !== 4) throw new AugmentError(`mosaic: there must be 4 samples. Received ${samples.length}.`);
  if (!(Number.isInteger(x) && Number.isInteger(y) && x >= 0 && y >= 0 && x <= width && y <= height)) throw new AugmentError(`mosaic: centre must be a place of ${height}×${width} pixels, in whole ones. Received [${y}, ${x}].`);
  const parts = samples.map((sample, i): Part => {
    const { shape, data } = sample.image;
    if (shape[2] !== first.image.shape[2] || (data instanceof Float32Array) !== (first.image.data instanceof Float32Array))
      throw new AugmentError(`mosaic: all samples must have the same channels and the same kind of numbers. Received ${kindOf(first.image)} and ${kindOf(sample.image)}.`);
    const [above, left] = [i < 2, i % 2 === 0];
    const cut: readonly [number, number] = [above ? y : height - y, left ? x : width - x];
    // A quarter of no pixels has nothing to show, but its boxes keep their rows.
    const sized: readonly [number, number] = [Math.max(1, cut[0]), Math.max(1, cut[1])];
    const [top, begin] = [above ? shape[0] - cut[0] : 0, left ? shape[1] - cut[1] : 0];
    const moved = applyOperations(sample, [{ kind: "crop", top, left: begin, size: sized, border: "constant", fill }]);
    return { sample: moved, empty: cut[0] === 0 || cut[1] === 0, top: above ? 0 : y, left: left ? 0 : x };
  });
  return {
    image: pasted(parts, [height, width], first.image),
    ...(samples.some(({ mask }) => mask) && { mask: pastedMask(parts, [height, width]) }),
    ...(samples.some(({ boxes }) => boxes) && { boxes: shifted(parts, "boxes") }),
    ...(samples.some(({ keypoints }) => keypoints) && { keypoints: shifted(parts, "keypoints") }),
  };
}

const kindOf = ({ shape, data }: Image): string => `${shape[2]} channels of ${data instanceof Float32Array ? "floats" : "bytes"}`;

/** A sample cut to its quarter, and where that begins. */
interface Part {
  readonly sample: Sample;
  readonly empty: boolean;
  readonly top: number;
  readonly left: number;
}

function pasted(parts: readonly Part[], [height, width]: readonly [number, number], like: Image): Image {
  const channels = like.shape[2];
  const data = pixelsLike(like.data, height * width * channels);
  for (const { sample: { image }, empty, top, left } of parts) {
    if (empty) continue;
    const row = image.shape[1] * channels;
    for (let y = 0; y < image.shape[0]; y++) data.set(image.data.subarray(y * row, (y + 1) * row), ((top + y) * width + left) * channels);
  }
  return { shape: [height, width, channels], data };
}

function pastedMask(parts: readonly Part[], [height, width]: readonly [number, number]): Uint8Array | Int32Array {
  const mask = parts.some(({ sample }) => sample.mask instanceof Int32Array) ? new Int32Array(height * width) : new Uint8Array(height * width);
  for (const { sample, empty, top, left } of parts) {
    const row = sample.image.shape[1];
    if (!empty && sample.mask) for (let y = 0; y < sample.image.shape[0]; y++) mask.set(sample.mask.subarray(y * row, (y + 1) * row), (top + y) * width + left);
  }
  return mask;
}

/** Places of all parts, moved to where the parts lie: x and y by turns. */
function shifted(parts: readonly Part[], name: "boxes" | "keypoints"): Float32Array {
  const lists = parts.map(({ sample, empty, top, left }) => (sample[name] ?? new Float32Array(0)).map((at, i) => (empty ? NaN : at + (i % 2 === 0 ? left : top))));
  const all = new Float32Array(lists.reduce((sum, { length }) => sum + length, 0));
  lists.reduce((at, list) => (all.set(list, at), at + list.length), 0);
  return all;
}
