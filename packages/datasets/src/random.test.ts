import fc from "fast-check";
import { expect, test } from "vitest";
import { bell, integer, pick, randomFor, shuffle, uniform } from "./random.ts";

const many = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test("equal seeds and paths give equal streams, others give others", () => {
  const start = (...path: [number, ...number[]]): string => {
    const random = randomFor(...path);
    return many(4, () => random.next()).join();
  };
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.nat(1e6), fc.nat(1e6), (seed, a, b) => {
      expect(start(seed, a, b)).toBe(start(seed, a, b));
      expect(start(seed, a, b)).not.toBe(start(seed, a, b + 1));
      expect(start(seed, a, b)).not.toBe(start(seed, a + 1, b));
      expect(start(seed, a)).not.toBe(start(seed + 1, a));
    }),
  );
});

test("a hundred thousand samples have as many streams", () => {
  const starts = new Set<string>();
  for (let i = 0; i < 100_000; i++) {
    const random = randomFor(1, i % 2, i >> 1);
    starts.add(`${random.next()},${random.next()}`);
  }
  expect(starts.size).toBe(100_000);
});

test("the distributions have the moments that they promise", () => {
  const random = randomFor(7);
  const uniforms = many(20_000, () => uniform(random, 2, 4));
  expect(mean(uniforms)).toBeCloseTo(3, 1);
  expect(Math.min(...uniforms)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...uniforms)).toBeLessThan(4);
  const bells = many(20_000, () => bell(random, 0.5));
  expect(mean(bells)).toBeCloseTo(0, 1);
  expect(Math.sqrt(mean(bells.map((value) => value ** 2)))).toBeCloseTo(0.5, 1);
  expect(Math.max(...bells.map(Math.abs))).toBeLessThanOrEqual(0.5 * 2 * Math.sqrt(3));
  const dice = many(6_000, () => integer(random, 6));
  for (let face = 0; face < 6; face++) expect(dice.filter((value) => value === face).length).toBeGreaterThan(850);
});

test("pick follows the weights, and refuses an empty list", () => {
  const random = randomFor(1);
  const picks = many(4_000, () => pick(random, [1, 3, 0], (weight) => weight));
  expect(picks.filter((value) => value === 3).length / 4_000).toBeCloseTo(0.75, 1);
  expect(picks).not.toContain(0);
  expect(() => pick(random, [])).toThrowErrorMatchingInlineSnapshot(`[RangeError: pick: the list must not be empty.]`);
});

test("shuffle keeps what it shuffles", () => {
  fc.assert(fc.property(fc.array(fc.nat()), fc.nat(), (list, seed) => void expect(shuffle(randomFor(seed), [...list]).sort()).toEqual([...list].sort())));
});
