import type { ImageShape } from "../image.ts";

/** How strong one operation of a policy can be. */
export interface Strength {
  /** Whether it is turned the other way every other time. */
  readonly signed: boolean;
  /** The magnitude of bin 0 … bins − 1, for an image of this shape. */
  readonly at: (bin: number, bins: number, shape: ImageShape) => number;
}

/** From 0 to as much, either way. */
export const eitherWay = (most: number | ((shape: ImageShape) => number)): Strength => ({
  signed: true,
  at: (bin, bins, shape) => ((typeof most === "number" ? most : most(shape)) * bin) / (bins - 1),
});

/** From white, which changes nothing, down to black. */
export const threshold: Strength = { signed: false, at: (bin, bins) => 255 - (255 * bin) / (bins - 1) };

/** Bits that are kept of each level: from `most` down to `least`. */
export const bits = (most: number, least: number): Strength => ({ signed: false, at: (bin, bins) => most - halfToEven((bin * (most - least)) / (bins - 1)) });

/** An operation that is always the same. */
export const plain: Strength = { signed: false, at: () => 0 };

/** Rounded as PyTorch does it: halves to the even neighbour. */
const halfToEven = (x: number): number => (x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
