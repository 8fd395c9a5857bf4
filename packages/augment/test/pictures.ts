import * as fc from "fast-check";
import type { Image } from "../src/index.ts";

/** Pictures of bytes, of one or three channels unless said otherwise. */
export const anyPicture = (...channels: readonly number[]): fc.Arbitrary<Image & { readonly data: Uint8Array }> =>
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(...(channels.length === 0 ? [1, 3] : channels)))
    .chain(([height, width, depth]) => fc.uint8Array({ minLength: height * width * depth, maxLength: height * width * depth }).map((data) => ({ shape: [height, width, depth] as const, data })));

/** The same picture as floats of 0 … 1. */
export const inFloats = ({ shape, data }: Image): Image => ({ shape, data: Float32Array.from(data, (level) => level / 255) });

/** Numbers of 0 … 1 that should be uniform: how far their distribution lies from it at most (Kolmogorov and Smirnov), in units of 1/√n. Above 1.95 in one of 1,000 cases. */
export function unlikeUniform(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  return Math.sqrt(n) * Math.max(...sorted.map((value, i) => Math.max(value - i / n, (i + 1) / n - value)));
}
