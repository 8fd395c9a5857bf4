import type { Fields } from "../field.ts";
import type { Random } from "../random.ts";
import type { BatchShape, MixBatch } from "./batch.ts";
import type { Mixing } from "./mixing.ts";

/** One kind of mix: its options, and what it comes to for a batch of this shape. */
export interface MixRow<M> {
  readonly fields: Fields<M>;
  readonly draw: (mix: M, random: Random, shape: BatchShape) => Mixing;
}

/** One kind of mixing: its numbers, and how it is done. */
export interface MixingRow<M> {
  readonly fields: Fields<M>;
  readonly apply: (batch: MixBatch, mixing: M) => MixBatch;
}
