import type { Item } from "../catalogue/catalogue.ts";
import type { PictureSample } from "./pipeline.ts";

/** One sample that is to become part of a batch: a picture in a file, or one in memory. */
export interface Load {
  /** Its place in the data. */
  readonly index: number;
  /** What messages call it. */
  readonly name: string;
  readonly from: { readonly item: Item } | { readonly sample: PictureSample };
  /** Whether the decoded picture is wanted back, to be kept. */
  readonly keep: boolean;
}

/** A piece of a batch, as worker threads get it. */
export interface Job {
  /** By which its answer is known. */
  readonly id: number;
  readonly epoch: number | undefined;
  readonly loads: readonly Load[];
}

/** A sample that could not be read. */
export interface Bad {
  readonly index: number;
  readonly problem: string;
}

/** What a job gives: those of its samples that could be read, in their order. */
export interface Part {
  /** `[n]` */
  readonly indices: Uint32Array;
  /** `[n, H, W, C]`; the array may be longer. */
  readonly images: Float32Array;
  /** `[n, H, W]`; the array may be longer. */
  readonly masks?: Int32Array;
  /** Of each sample `[boxes, 4]`, rows of NaN for those that have left the image. */
  readonly boxes: readonly Float32Array[];
  readonly bad: readonly Bad[];
  /** Decoded pictures that were asked back. */
  readonly kept: readonly { readonly index: number; readonly sample: PictureSample }[];
}

/** Does jobs. `stop` is asked between samples: what it gives is thrown. */
export type Work = (job: Omit<Job, "id">, stop?: () => Error | undefined) => Promise<Part>;
