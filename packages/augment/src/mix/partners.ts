import type { Field } from "../field.ts";
import type { Random } from "../random.ts";

/** The image that each image of a batch is mixed with: every one is somebody's partner once, and may be its own. */
export function drawPartners(random: Random, count: number): readonly number[] {
  const partners = Array.from({ length: count }, (_, i) => i);
  // Fisher and Yates: each of the places takes one of those that are left.
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [partners[i], partners[j]] = [partners[j] as number, partners[i] as number];
  }
  return partners;
}

export const partners: Field<readonly number[]> = {
  rule: "a list of places in the batch, one for each image",
  parse: (value) => (Array.isArray(value) && value.length >= 1 && value.length <= 1_000_000 && value.every((i) => Number.isInteger(i) && i >= 0 && i < value.length) ? (value as number[]).slice() : undefined),
};
