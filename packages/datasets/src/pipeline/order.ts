import { checkSeed } from "../check.ts";
import { randomFor, shuffle } from "../random.ts";

/** The order of an epoch: shuffled in place by seed and epoch, and the same array given back. */
export function epochOrder(where: string, order: Uint32Array, seed: number, epoch: number): Uint32Array {
  return shuffle(randomFor(checkSeed(where, seed), 0xba7c4, epoch), order);
}

/** The places `indices`, or 0 … length − 1. */
export const placesOf = (length: number, indices: ArrayLike<number> | undefined): Uint32Array => (indices === undefined ? Uint32Array.from({ length }, (_, i) => i) : Uint32Array.from(indices));

/** An order cut into batches: views. A last batch that is not full is left out if asked. */
export function cut(order: Uint32Array, batchSize: number, dropRemainder = false): Uint32Array[] {
  const count = dropRemainder ? Math.floor(order.length / batchSize) : Math.ceil(order.length / batchSize);
  return Array.from({ length: count }, (_, i) => order.subarray(i * batchSize, (i + 1) * batchSize));
}
