import { expect, it } from "vitest";
import { applyOperations, drawOperations, noise, type Noisy, type NoiseDistribution } from "../index.ts";

/** 100×100 pixels of one level, with noise. */
const of = (distribution: NoiseDistribution, amount: number, level = 0.5, seed = 1): readonly number[] => [
  ...applyOperations({ image: { shape: [100, 100, 1], data: new Float32Array(10_000).fill(level) } }, [{ kind: "noise", distribution, amount, seed }]).image.data,
];

const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x) / list.length;
const deviation = (list: readonly number[]): number => {
  const middle = mean(list);
  return Math.sqrt(mean(list.map((x) => (x - middle) ** 2)));
};

it("gaussian noise has its deviation, speckle that part of the level", () => {
  // The mean of 10,000 deviates by a hundredth of one, the deviation by less.
  expect(Math.abs(mean(of("gaussian", 0.1)) - 0.5)).toBeLessThan(0.005);
  expect(Math.abs(deviation(of("gaussian", 0.1)) - 0.1)).toBeLessThan(0.004);
  expect(Math.abs(deviation(of("speckle", 0.1)) - 0.05)).toBeLessThan(0.002);
  expect(of("speckle", 0.5, 0)).toEqual(of("gaussian", 0, 0));
});

it("salt and pepper are whole pixels, as many white as black", () => {
  const image = { shape: [100, 100, 3], data: new Uint8Array(30_000).fill(9) } as const;
  const { data } = applyOperations({ image }, [{ kind: "noise", distribution: "saltAndPepper", amount: 0.2, seed: 7 }]).image;
  const pixels = Array.from({ length: 10_000 }, (_, i) => [...data.subarray(3 * i, 3 * i + 3)].join());
  const count = (pixel: string): number => pixels.filter((other) => other === pixel).length;
  expect(count("0,0,0") + count("255,255,255") + count("9,9,9")).toBe(10_000);
  for (const colour of ["0,0,0", "255,255,255"]) expect(Math.abs(count(colour) - 1_000)).toBeLessThan(150);
});

it("depends on its seed alone", () => {
  expect(of("gaussian", 0.1, 0.5, 3)).toEqual(of("gaussian", 0.1, 0.5, 3));
  expect(of("gaussian", 0.1, 0.5, 3)).not.toEqual(of("gaussian", 0.1, 0.5, 4));
  const seeds = Array.from({ length: 100 }, (_, i) => (drawOperations([noise()], [4, 4, 1], { seed: 1, path: [i] })[0] as Noisy).seed);
  expect(new Set(seeds).size).toBe(100);
});

it("says which there are", () => {
  expect(() => noise({ distribution: "salt" as "speckle" })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: noise: distribution must be one of "gaussian", "saltAndPepper", "speckle". Received "salt".]`);
  expect(noise({ amount: 0.3 }).amount).toEqual([0, 0.3]);
});
