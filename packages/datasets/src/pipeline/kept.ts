import type { Load } from "./job.ts";
import type { PictureSample } from "./pipeline.ts";
import type { Source } from "./source.ts";

/**
 * Decoded pictures that stay in memory until it is full; what came first stays. Each epoch has an order of its own, so no picture is likelier
 * to be asked for next than another, and a cache that throws out the one longest unused throws out exactly those that the next epoch has yet
 * to ask for: half of the pictures kept for good spare half of the decoding, half of them kept by last use some 15 %.
 */
export interface Kept {
  get(index: number): PictureSample | undefined;
  keep(index: number, sample: PictureSample): void;
  /** Whether there was room so far. */
  readonly open: boolean;
}

export function keepUpTo(bytes: number): Kept {
  const samples = new Map<number, PictureSample>();
  let left = bytes;
  let open = bytes > 0;
  return {
    get: (index) => samples.get(index),
    keep(index, sample) {
      const size = sample.image.data.byteLength + (sample.mask?.byteLength ?? 0) + (sample.boxes?.byteLength ?? 0);
      if (size > left) open = false;
      if (!open || samples.has(index)) return;
      left -= size;
      samples.set(index, sample);
    },
    get open() {
      return open;
    },
  };
}

/** How a sample is asked for: decoded already, or to be kept if there is room. */
export function loadOf(source: Source, index: number, kept?: Kept): Load {
  const sample = kept?.get(index);
  return { index, name: source.name(index), from: sample === undefined ? source.from(index) : { sample }, keep: sample === undefined && (kept?.open ?? false) };
}
