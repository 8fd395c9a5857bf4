import type { Standardisation } from "../scale.ts";

type PictureShape = readonly [height: number, width: number, channels: number];

/** A shape that pictures can be brought to. */
export function checkShape(where: string, shape: PictureShape, channels: readonly number[]): PictureShape {
  const [height, width, depth] = shape;
  const sides = [height, width].every((n) => Number.isInteger(n) && n >= 1 && n <= 65_536);
  if (shape.length !== 3 || !sides || !channels.includes(depth)) throw new RangeError(`${where}: shape must be [height, width, channels] with ${channels.join(" or ")} channels. Received [${shape.join(", ")}].`);
  return shape;
}

/** A mean and a deviation for every channel. */
export function checkStandardisation(where: string, standardise: Standardisation | undefined, channels: number): void {
  for (const [name, { length }] of Object.entries(standardise ?? {}) as [string, readonly number[]][])
    if (length !== channels) throw new RangeError(`${where}: standardise.${name} must have one number a channel. Received ${length} for ${channels}.`);
}

/** A whole number within bounds. */
export function checkWhole(where: string, name: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${where}: ${name} must be a whole number from ${least} to ${most}. Received ${value}.`);
}
