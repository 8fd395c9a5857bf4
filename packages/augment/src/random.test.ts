import * as fc from "fast-check";
import { expect, it } from "vitest";
import { randomOf, type Random } from "./random.ts";

const count = 20_000;
const many = (draw: (random: Random) => number): readonly number[] => {
  const random = randomOf(5, 1);
  return Array.from({ length: count }, () => draw(random));
};
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Five deviations of the mean of so many numbers of this variance. */
const bound = (variance: number): number => 5 * Math.sqrt(variance / count);

it("gives the same numbers for the same seed and path, others for any other", () => {
  const first = (seed: number, ...path: readonly number[]): number => randomOf(seed, ...path).seed();
  expect([first(0), first(1), first(1, 0), first(1, 0, 0), first(1, 1)]).toMatchInlineSnapshot(`
    [
      322722253,
      3457985828,
      530568639,
      971536556,
      1321545597,
    ]
  `);
  const whole = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
  fc.assert(fc.property(whole, whole, fc.array(fc.nat(10_000), { maxLength: 3 }), (a, b, path) => {
    expect(first(a, ...path)).toBe(first(a, ...path));
    fc.pre(a !== b);
    // Two of the numbers drawn next: that both are equal by chance has odds of 2⁻⁶⁴.
    const [one, other] = [randomOf(a, ...path), randomOf(b, ...path)];
    expect([one.seed(), one.seed()]).not.toEqual([other.seed(), other.seed()]);
  }));
});

it.each([0, 1, -1, 2 ** 32])("is uniform from the first number on, for seed %s too", (seed) => {
  const random = randomOf(seed);
  const drawn = Array.from({ length: 100 }, () => random.uniform());
  expect(Math.abs(mean(drawn) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 100));
  expect(Math.max(...drawn.slice(0, 10))).toBeGreaterThan(0.5);
});

it("is not correlated between neighbouring paths", () => {
  const draws = Array.from({ length: count + 1 }, (_, i) => randomOf(3, i).uniform() - 0.5);
  expect(Math.abs(mean(draws))).toBeLessThan(bound(1 / 12));
  expect(Math.abs(mean(draws.slice(1).map((x, i) => x * (draws[i] as number))))).toBeLessThan(bound(1 / 144));
});

it("is uniform, Gaussian and whole where it says so", () => {
  const uniform = many((random) => random.uniform(-1, 3));
  expect(uniform.every((x) => x >= -1 && x < 3)).toBe(true);
  expect(Math.abs(mean(uniform) - 1)).toBeLessThan(bound(16 / 12));
  const normal = many((random) => random.normal());
  expect(Math.abs(mean(normal))).toBeLessThan(bound(1));
  // The variances of squares and fourth powers of a Gaussian number are 2 and 96.
  expect(Math.abs(mean(normal.map((x) => x ** 2)) - 1)).toBeLessThan(bound(2));
  expect(Math.abs(mean(normal.map((x) => x ** 4)) - 3)).toBeLessThan(bound(96));
  const whole = many((random) => random.integer(5));
  for (const i of [0, 1, 2, 3, 4]) expect(Math.abs(whole.filter((n) => n === i).length / count - 0.2)).toBeLessThan(bound(0.16));
});

it.each([[0.001, 0.001], [0.3, 0.7], [2, 5], [1_000, 1_000]])("has the moments of the beta distribution of %s and %s", (a, b) => {
  const drawn = many((random) => random.beta(a, b));
  const variance = (a * b) / ((a + b) ** 2 * (a + b + 1));
  expect(drawn.every((x) => x >= 0 && x <= 1)).toBe(true);
  expect(Math.abs(mean(drawn) - a / (a + b))).toBeLessThan(bound(variance));
  // The square of what lies between 0 and 1 varies by less than 1/4 of its largest deviation.
  expect(Math.abs(mean(drawn.map((x) => (x - a / (a + b)) ** 2)) - variance)).toBeLessThan(Math.min(bound(1 / 4), variance / 2));
});
