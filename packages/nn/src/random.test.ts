import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOf, randomOf } from "./random.ts";

const seeds = fc.integer();
const mean = (values: Float32Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

function variance(values: Float32Array): number {
  const middle = mean(values);
  return values.reduce((sum, x) => sum + (x - middle) ** 2, 0) / values.length;
}

test("equal seeds and paths give equal numbers; any difference gives others", () => {
  const draw = (seed: number, ...stream: (string | number)[]): number[] => [...randomOf(seed, ...stream).uniforms(4)];
  expect(draw(1, "conv1.weight")).toEqual(draw(1, "conv1.weight"));
  const others = [draw(1, "conv1.weight"), draw(2, "conv1.weight"), draw(1, "conv1.bias"), draw(1), draw(1, "conv1.weight", 0), draw(1, "a", 1), draw(1, "a1"), draw(1, 1)];
  expect(new Set(others.map(String)).size).toBe(others.length);
});

test("the numbers of a seed stay what they are", () => {
  expect([...randomOf(7, "weights").permutation(8)]).toMatchInlineSnapshot(`
    [
      1,
      4,
      6,
      5,
      2,
      0,
      7,
      3,
    ]
  `);
  expect(hashOf("conv1.weight")).toMatchInlineSnapshot(`4099197707`);
});

test("uniform numbers fill [0, 1) evenly", () => {
  const values = randomOf(3).uniforms(40_000);
  expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.005);
  expect(Math.abs(variance(values) - 1 / 12)).toBeLessThan(0.002);
  expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
});

test("normal numbers have mean 0, variance 1 and 4.55 % beyond two deviations", () => {
  const values = randomOf(4).normals(40_000);
  expect(Math.abs(mean(values))).toBeLessThan(0.015);
  expect(Math.abs(variance(values) - 1)).toBeLessThan(0.03);
  expect(Math.abs(values.filter((x) => Math.abs(x) > 2).length / values.length - 0.0455)).toBeLessThan(0.004);
});

test("the streams of neighbouring seeds are uncorrelated", () => {
  const first = Float32Array.from({ length: 20_000 }, (_, seed) => randomOf(seed, "x").uniform() - 0.5);
  const lagged = first.slice(1).map((x, i) => x * (first[i] ?? 0));
  expect(Math.abs(mean(first))).toBeLessThan(0.008);
  expect(Math.abs(mean(lagged))).toBeLessThan(0.003);
});

test("a permutation holds every number once", () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 0, max: 300 }), (seed, n) => {
    expect([...randomOf(seed).permutation(n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
  }));
});

test("whole numbers are below the count, and a count of none is refused", () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, count) => {
    const drawn = randomOf(seed).integer(count);
    expect(Number.isInteger(drawn) && drawn >= 0 && drawn < count).toBe(true);
  }));
  expect(() => randomOf(1).integer(0)).toThrowErrorMatchingInlineSnapshot(`[RangeError: integer: count must be a whole number from 1 to 2³². Received 0.]`);
});
