import { checkOptions } from "./check.ts";
import { image, size, type Split } from "./dataset.ts";
import { cut, epochOrder, placesOf } from "./pipeline/order.ts";
import { toFloat, type Standardisation } from "./scale.ts";

export interface BatchOptions {
  /** 64 unless given. */
  readonly batchSize?: number;
  /** Shuffles; without it the samples come in their order. */
  readonly seed?: number;
  /** With a seed: every epoch has an order of its own. 0 unless given. */
  readonly epoch?: number;
  /** The places to take, such as `holdOut(…).train`; all unless given. */
  readonly indices?: ArrayLike<number>;
  /** Leave out a last batch that is not full. */
  readonly dropRemainder?: boolean;
  /** `x / 255` unless given. */
  readonly standardise?: Standardisation;
}

/** Arrays with their shapes, as networks take them. */
export interface ImageBatch {
  /** `[batch, H, W, C]` */
  readonly images: { readonly shape: readonly [number, number, number, number]; readonly data: Float32Array };
  /** `[batch]` */
  readonly labels: { readonly shape: readonly [number]; readonly data: Int32Array };
  /** `[batch]`, the place of each sample in the split. */
  readonly indices: Uint32Array;
}

/** The samples of a split batch by batch, as floats. Only the batch at hand is copied. */
export function* batches(split: Split, options: BatchOptions = {}): Generator<ImageBatch, void, undefined> {
  checkOptions("batches", options, ["batchSize", "seed", "epoch", "indices", "dropRemainder", "standardise"]);
  const { batchSize = 64, seed, epoch = 0, dropRemainder = false } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new RangeError(`batches: batchSize must be a whole number of at least 1. Received ${batchSize}.`);
  const places = placesOf(size(split), options.indices);
  const order = seed === undefined ? places : epochOrder("batches", places, seed, epoch);
  for (const indices of cut(order, batchSize, dropRemainder)) yield batch(split, indices.slice(), options.standardise);
}

function batch(split: Split, indices: Uint32Array, standardise: Standardisation | undefined): ImageBatch {
  const [, height, width, channels] = split.shape;
  const length = height * width * channels;
  const bytes = new Uint8Array(indices.length * length);
  indices.forEach((from, i) => bytes.set(image(split, from), i * length));
  return {
    images: { shape: [indices.length, height, width, channels], data: toFloat(bytes, standardise) },
    labels: { shape: [indices.length], data: Int32Array.from(indices, (from) => split.labels[from] as number) },
    indices,
  };
}
