import { DataError } from "../error.ts";
import type { Part } from "./job.ts";
import type { PictureBatch } from "./pipeline.ts";
import type { Source } from "./source.ts";

/**
 * The parts of a batch as one, in their order. One part alone is taken as it is.
 *
 * @throws DataError when none of the samples could be read.
 */
export function assemble(parts: readonly Part[], source: Source, shape: readonly [height: number, width: number, channels: number]): PictureBatch {
  const [height, width, channels] = shape;
  const n = parts.reduce((sum, { indices }) => sum + indices.length, 0);
  const first = parts.flatMap(({ bad }) => bad)[0];
  if (n === 0 && first !== undefined) throw new DataError(`pipeline: none of a batch's pictures can be read; the first is ${source.name(first.index)}: ${first.problem}`);
  const indices = new Uint32Array(n);
  const images = joined(parts, ({ images }) => images, height * width * channels, Float32Array);
  let at = 0;
  for (const part of parts) {
    indices.set(part.indices, at);
    at += part.indices.length;
  }
  return {
    images: { shape: [n, height, width, channels], data: images },
    labels: { shape: [n], data: Int32Array.from(indices, (index) => source.labels[index] as number) },
    ...(source.boxes && boxesOf(parts.flatMap(({ boxes }) => boxes), [...indices].map((index) => source.boxLabels(index)))),
    ...(source.masks && { masks: { shape: [n, height, width], data: joined(parts, ({ masks }) => masks, height * width, Int32Array) } }),
    indices,
  };
}

function joined<A extends Float32Array | Int32Array>(parts: readonly Part[], array: (part: Part) => A | undefined, each: number, kind: new (length: number) => A): A {
  const length = parts.reduce((sum, { indices }) => sum + indices.length, 0) * each;
  const whole = parts[0] && array(parts[0]);
  if (parts.length === 1 && whole?.length === length) return whole;
  const result = new kind(length);
  let at = 0;
  for (const part of parts) {
    const used = part.indices.length * each;
    result.set(array(part)?.subarray(0, used) ?? [], at);
    at += used;
  }
  return result;
}

/** Boxes that have left their image are left out with their class. */
function boxesOf(boxes: readonly Float32Array[], labels: readonly (readonly number[])[]): Required<Pick<PictureBatch, "boxes" | "boxLabels">> {
  const seen = boxes.map((rows, i) => (labels[i] ?? []).map((label, k) => ({ label, box: rows.subarray(4 * k, 4 * k + 4) })).filter(({ box }) => !Number.isNaN(box[0])));
  const most = Math.max(0, ...seen.map(({ length }) => length));
  const data = new Float32Array(boxes.length * most * 4).fill(NaN);
  const classes = new Int32Array(boxes.length * most).fill(-1);
  for (const [i, rows] of seen.entries())
    for (const [k, { label, box }] of rows.entries()) {
      data.set(box, (i * most + k) * 4);
      classes[i * most + k] = label;
    }
  return { boxes: { shape: [boxes.length, most, 4], data }, boxLabels: { shape: [boxes.length, most], data: classes } };
}
