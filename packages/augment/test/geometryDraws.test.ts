import { expect, it } from "vitest";
import { affine, drawOperations, elastic, mirror, perspective, randomCrop, randomResizedCrop, rotate, scale, shear, verticalFlip, type Operation, type Step } from "../src/index.ts";

const n = 4_000;

/** What a step comes to for the first n seeds. */
const draws = (step: Step, shape: readonly [number, number, number]): readonly (readonly Operation[])[] => Array.from({ length: n }, (_, seed) => drawOperations([step], shape, { seed }));

/** The matrix of each draw. */
const matrices = (step: Step, shape: readonly [number, number, number] = [100, 200, 3]): readonly (readonly number[])[] => draws(step, shape).map(([operation]) => (operation?.kind === "warp" ? operation.matrix : []));

/** Kolmogorov's test: uniform numbers stray from the straight line by more than 1.95 / √n once in a thousand times. */
function expectUniform(values: readonly number[], low: number, high: number): void {
  expect(values.length).toBe(n);
  const sorted = values.map((value) => (value - low) / (high - low)).sort((a, b) => a - b);
  expect(sorted[0]).toBeGreaterThanOrEqual(0);
  expect(sorted.at(-1)).toBeLessThanOrEqual(1);
  expect(Math.max(...sorted.map((value, i) => Math.max(value - i / n, (i + 1) / n - value)))).toBeLessThan(1.95 / Math.sqrt(n));
}

const degreesOf = (tangent: number): number => (Math.atan(tangent) * 180) / Math.PI;

it.each([mirror(), verticalFlip(), perspective()])("takes every other $kind", (step) => {
  const taken = draws(step, [20, 20, 3]).filter(({ length }) => length > 0).length;
  // Three deviations of a fair coin.
  expect(Math.abs(taken - n / 2)).toBeLessThan(1.5 * Math.sqrt(n));
});

it("draws angles, factors and leans uniformly", () => {
  expectUniform(matrices(rotate({ degrees: [-20, 70] })).map(([cos = NaN, sin = NaN]) => degreesOf(sin / cos)), -20, 70);
  expectUniform(matrices(scale({ factor: 0.4 })).map(([factor = NaN]) => factor), 0.6, 1.4);
  expectUniform(matrices(shear({ x: 30 })).map(([, lean = NaN]) => -degreesOf(lean)), -30, 30);
  expectUniform(matrices(shear({ y: [10, 40] })).map(([, , , lean = NaN]) => -degreesOf(lean)), 10, 40);
  const both = matrices(affine({ degrees: 15, scale: [0.5, 2] }));
  expectUniform(both.map(([cos = NaN, sin = NaN]) => degreesOf(sin / cos)), -15, 15);
  expectUniform(both.map(([cos = NaN, sin = NaN]) => Math.hypot(cos, sin)), 0.5, 2);
});

it("moves each corner of a perspective by up to a quarter of the side, uniformly", () => {
  const [height, width] = [100, 200];
  const all = matrices(perspective({ p: 1 }));
  for (const [cornerX, cornerY] of [[0, 0], [width, 0], [width, height], [0, height]] as const) {
    const moved = all.map(([a = NaN, b = NaN, c = NaN, d = NaN, e = NaN, f = NaN, g = NaN, h = NaN, i = NaN]) => {
      const w = g * cornerX + h * cornerY + i;
      return [Math.abs((a * cornerX + b * cornerY + c) / w - cornerX), Math.abs((d * cornerX + e * cornerY + f) / w - cornerY)] as const;
    });
    expectUniform(moved.map(([x]) => x), -1e-9, width / 4);
    expectUniform(moved.map(([, y]) => y), -1e-9, height / 4);
  }
});

it("cuts at each place equally often", () => {
  const times = new Map<string, number>();
  for (const [operation] of draws(randomCrop({ size: [31, 32], padding: 1 }), [32, 32, 3])) {
    const place = operation?.kind === "crop" ? `${operation.top}, ${operation.left}` : "none";
    times.set(place, (times.get(place) ?? 0) + 1);
  }
  expect([...times.keys()].sort()).toEqual([-1, 0, 1, 2].flatMap((top) => [-1, 0, 1].map((left) => `${top}, ${left}`)).sort());
  // χ² of 11 degrees of freedom is above 31.3 once in a thousand times.
  expect([...times.values()].reduce((sum, count) => sum + (count - n / 12) ** 2 / (n / 12), 0)).toBeLessThan(31.3);
});

it("draws areas uniformly, ratios uniformly in their logarithm, and places uniformly, where all parts fit", () => {
  const side = 40_000;
  const parts = draws(randomResizedCrop({ size: 8, scale: [0.08, 0.7] }), [side, side, 3]).map(([cut]) => (cut?.kind === "crop" ? [cut.top, cut.left, ...cut.size] : []));
  const slack = 1e-4;
  expectUniform(parts.map(([, , height = NaN, width = NaN]) => (height * width) / side ** 2), 0.08 - slack, 0.7 + slack);
  expectUniform(parts.map(([, , height = NaN, width = NaN]) => Math.log(width / height)), Math.log(3 / 4) - slack, Math.log(4 / 3) + slack);
  expectUniform(parts.map(([top = NaN, , height = NaN]) => top / (side - height)), 0, 1);
  expectUniform(parts.map(([, left = NaN, , width = NaN]) => left / (side - width)), 0, 1);
});

it("bends each time by another noise", () => {
  const seeds = draws(elastic(), [8, 8, 1]).map(([operation]) => (operation?.kind === "elastic" ? operation.seed : NaN));
  expect(new Set(seeds).size).toBe(n);
  expectUniform(seeds, 0, 2 ** 32);
});
