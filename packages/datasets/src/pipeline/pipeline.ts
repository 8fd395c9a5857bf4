import type { Problem } from "../catalogue/catalogue.ts";

/** A picture in memory with what is known of places in it; of the same build as `@convscope/augment`'s samples. */
export interface PictureSample {
  /** `[H, W, C]` */
  readonly image: { readonly shape: readonly [height: number, width: number, channels: number]; readonly data: Uint8Array | Uint8ClampedArray | Float32Array };
  /** `[H, W]`, the class of each pixel. */
  readonly mask?: Uint8Array | Int32Array;
  /** `[n, 4]`: xMin, yMin, xMax, yMax in pixels; a row of NaN: none. */
  readonly boxes?: Float32Array;
}

/** A module that changes samples at random, such as `@convscope/augment/transformer`: it exports `transformer(options)`, which gives a `Transform`. */
export interface TransformModule {
  /** The module's address, as `import.meta.resolve` gives it. */
  readonly module: string;
  /** JSON, handed to its `transformer`. */
  readonly options: unknown;
}

/** Which draw of a sample is wanted: the same three give the same picture again, whatever was asked for before. */
export interface TransformDraw {
  readonly seed: number;
  readonly epoch: number;
  /** The place of the sample in the data. */
  readonly index: number;
}

/** Changes a sample at random, and gives a new one: what it is handed may be kept for the next epoch. The image stays one of bytes. */
export type Transform = (sample: PictureSample, draw: TransformDraw) => PictureSample;

/** One batch, as networks take it. */
export interface PictureBatch {
  /** `[n, H, W, C]` */
  readonly images: { readonly shape: readonly [number, number, number, number]; readonly data: Float32Array };
  /** `[n]` */
  readonly labels: { readonly shape: readonly [number]; readonly data: Int32Array };
  /** `[n, most, 4]`, rows of NaN after the last of an image; present where the data have boxes. */
  readonly boxes?: { readonly shape: readonly [number, number, 4]; readonly data: Float32Array };
  /** `[n, most]`, −1 after the last of an image. */
  readonly boxLabels?: { readonly shape: readonly [number, number]; readonly data: Int32Array };
  /** `[n, H, W]`; present where the data have masks. */
  readonly masks?: { readonly shape: readonly [number, number, number]; readonly data: Int32Array };
  /** `[n]`, the place of each sample in the data. */
  readonly indices: Uint32Array;
}

/** In which order batches come, and from where. */
export interface BatchOrder {
  readonly batchSize?: number;
  /** 1 for the first, as the trainer counts; shuffled and changed otherwise in every epoch. Without one the samples come in order and unchanged. */
  readonly epoch?: number;
  /** Batches to leave out at the start: a training that stopped after 7 goes on with `from: 7`. */
  readonly from?: number;
  /** The places to take; all unless given. */
  readonly indices?: ArrayLike<number>;
  readonly dropRemainder?: boolean;
}

/** Batches of a data set, decoded and changed in worker threads while the last ones are used. */
export interface Pipeline {
  /** The number of samples. */
  readonly length: number;
  /** `[H, W, C]` of every image. */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** `[length]` */
  readonly labels: Int32Array;
  /** How many batches are worked on before their turn. */
  readonly prefetch: number;
  /** What could not be read so far, each once. */
  readonly problems: readonly Problem[];
  /** The samples at these places, changed at random as is due in this epoch; unchanged, only brought to size, where none is given. */
  batch(indices: Uint32Array, epoch?: number): Promise<PictureBatch>;
  /** Batch after batch; the next ones are worked on early, and no more of them than `prefetch`. */
  batches(order?: BatchOrder): AsyncGenerator<PictureBatch, void, undefined>;
  /** Ends the worker threads. */
  close(): Promise<void>;
}
