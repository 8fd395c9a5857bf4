import * as fc from "fast-check";
import { expect, test } from "vitest";
import { random, seedOf } from "./random.ts";

test("the same seed gives the same numbers, another seed others", () => {
  const first = (seed: number): number[] => { const { next } = random(seed); return Array.from({ length: 5 }, next); };
  expect(first(1)).toEqual(first(1));
  expect(new Set([1, 2, 3, seedOf(1, "a"), seedOf(1, "b")].flatMap(first)).size).toBe(25);
});

test("whole numbers stay within their ends and reach both", () => {
  fc.assert(fc.property(fc.nat(), fc.integer({ min: -5, max: 5 }), fc.nat(4), (seed, least, width) => {
    const { whole } = random(seed);
    expect(new Set(Array.from({ length: 300 }, () => whole(least, least + width)))).toEqual(new Set(Array.from({ length: width + 1 }, (_, i) => least + i)));
  }));
});

test("numbers spread evenly", () => {
  const { next } = random(42);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 10_000; i++) { const bin = Math.floor(10 * next()); counts[bin] = (counts[bin] ?? 0) + 1; }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
