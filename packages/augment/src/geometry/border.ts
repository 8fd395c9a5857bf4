import { AugmentError } from "../error.ts";
import { whiteOf, type Image } from "../image.ts";

/** What lies beyond an image: a constant level, its outermost pixels, its mirror image (without the outermost pixels twice), or the image again. */
export type Border = "constant" | "edge" | "reflect" | "wrap";

export const borders: readonly Border[] = ["constant", "edge", "reflect", "wrap"];

/** The row or column of an image of `length` that is seen at `i`; −1 where the constant level is. */
export function inside(i: number, length: number, border: Border): number {
  if (i >= 0 && i < length) return i;
  return beyond[border](i, length);
}

const modulo = (i: number, n: number): number => ((i % n) + n) % n;

const beyond: { readonly [B in Border]: (i: number, length: number) => number } = {
  constant: () => -1,
  edge: (i, length) => (i < 0 ? 0 : length - 1),
  reflect: (i, length) => {
    if (length === 1) return 0;
    const at = modulo(i, 2 * length - 2);
    return at < length ? at : 2 * length - 2 - at;
  },
  wrap: (i, length) => modulo(i, length),
};

/**
 * The constant level in the image's own numbers, one for each channel.
 *
 * @throws AugmentError when there are neither one nor as many levels as channels.
 */
export function levelsOf(kind: string, fill: readonly number[], { shape, data }: Image): readonly number[] {
  const channels = shape[2];
  if (fill.length !== 1 && fill.length !== channels) throw new AugmentError(`${kind}: fill must have one level, or one for each of the ${channels} channels. Received ${fill.length}.`);
  return Array.from({ length: channels }, (_, c) => ((fill[c % fill.length] as number) / 255) * whiteOf(data));
}
