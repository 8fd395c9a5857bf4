import type { Item } from "../catalogue/catalogue.ts";
import { size, type Split } from "../dataset.ts";
import { DataError } from "../error.ts";
import type { Load } from "./job.ts";
import type { PictureSample } from "./pipeline.ts";

/** Samples that are asked for one by one, wherever they lie. */
export interface Source {
  /** `[n]` */
  readonly labels: Int32Array;
  readonly masks: boolean;
  readonly boxes: boolean;
  /** What messages call a sample. */
  name(index: number): string;
  from(index: number): Load["from"];
  /** The class of each box. */
  boxLabels(index: number): readonly number[];
}

/**
 * The pictures of a list. A box without a class of its own has its picture's.
 *
 * @throws DataError for no pictures, and where only some have a mask.
 */
export function itemsSource(items: readonly Item[]): Source {
  if (items.length === 0) throw new DataError("pipeline: there must be at least one picture. Received none.");
  const masks = items[0]?.mask !== undefined;
  const odd = items.find(({ mask }) => (mask !== undefined) !== masks);
  if (odd !== undefined) throw new DataError(`pipeline: all pictures must have a mask, or none. Received ${items[0]?.file} ${masks ? "with" : "without"} one and ${odd.file} ${masks ? "without" : "with"} one.`);
  const item = (index: number): Item => items[index] as Item;
  return {
    labels: Int32Array.from(items, ({ label }) => label),
    masks,
    boxes: items.some(({ boxes }) => boxes !== undefined),
    name: (index) => item(index).file,
    from: (index) => ({ item: item(index) }),
    boxLabels: (index) => item(index).boxLabels ?? (item(index).boxes ?? []).map(() => item(index).label),
  };
}

/**
 * The images of a split: views, no copies. The box of an image shows what the image is labelled.
 *
 * @throws DataError for no images, and where an array does not fit the shape.
 */
export function splitSource(split: Split): Source {
  const [count, height, width, channels] = split.shape;
  const area = height * width;
  if (size(split) === 0) throw new DataError("pipeline: there must be at least one image. Received none.");
  for (const [name, array, each] of [["images", split.images, area * channels], ["labels", split.labels, 1], ["boxes", split.boxes, 4], ["masks", split.masks, area]] as const)
    if (array !== undefined && array.length !== count * each) throw new DataError(`pipeline: ${name} of a split of ${split.shape.join("×")} must hold ${count * each} numbers. Received ${array.length}.`);
  const sample = (index: number): PictureSample => ({
    image: { shape: [height, width, channels], data: split.images.subarray(index * area * channels, (index + 1) * area * channels) },
    ...(split.masks && { mask: split.masks.subarray(index * area, (index + 1) * area) }),
    ...(split.boxes && { boxes: split.boxes.subarray(index * 4, index * 4 + 4) }),
  });
  return {
    labels: Int32Array.from(split.labels),
    masks: split.masks !== undefined,
    boxes: split.boxes !== undefined,
    name: (index) => `image ${index}`,
    from: (index) => ({ sample: sample(index) }),
    boxLabels: (index) => (split.boxes === undefined ? [] : [split.labels[index] as number]),
  };
}
