import { expect } from "vitest";
import type { Arrays, NdArray } from "../../src/index.ts";

/** Throws unless every gradient differs by a thousandth of its largest value at most; what should be zero holds the rounding of the rest. */
export function expectSameGradients(found: Arrays, expected: Arrays): void {
  const floor = Math.max(Number.MIN_VALUE, ...Object.values(expected).map((array) => largestOf(array) / 1000));
  const apart = Object.entries(expected).map(([name, array]) => [name, distance(found[name], array) / Math.max(largestOf(array), floor)] as const);
  expect(apart.length).toBeGreaterThan(0);
  // One that is no number is no distance below.
  expect(apart.filter(([, part]) => !(part < 1e-3))).toEqual([]);
}

const largestOf = ({ data }: NdArray): number => Float32Array.from(data).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
const distance = (found: NdArray | undefined, { data }: NdArray): number => Float32Array.from(data).reduce((most, x, i) => Math.max(most, Math.abs(x - (found?.data[i] ?? NaN))), 0);
