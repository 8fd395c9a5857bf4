import fc from "fast-check";
import { expect, test } from "vitest";
import { descend, ratesOf, surfaces, type Surface } from "./descent.ts";

const named = (name: string): Surface => surfaces.find((one) => one.name === name) ?? surfaces[0]!;
const plain = { momentum: 0, steps: 400 };

test("slopes agree with differences", () => {
  fc.assert(fc.property(fc.constantFrom(...surfaces), fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), ({ loss, slope }, x, y) => {
    const h = 1e-5;
    expect((loss(x + h, y) - loss(x - h, y)) / (2 * h)).toBeCloseTo(slope(x, y)[0], 3);
    expect((loss(x, y + h) - loss(x, y - h)) / (2 * h)).toBeCloseTo(slope(x, y)[1], 3);
  }));
});

test("a bowl converges below its limit and swings out above it", () => {
  for (const surface of surfaces.filter(({ limit }) => limit !== undefined)) {
    const { limit = 0, start, loss } = surface;
    const [x, y] = descend(surface, { ...plain, rate: 0.99 * limit, start }).at(-1) ?? start;
    expect(loss(x, y), surface.name).toBeLessThan(loss(...start) / 20);
    const [u, v] = descend(surface, { ...plain, rate: 1.01 * limit, start }).at(-1) ?? start;
    expect(loss(u, v), surface.name).toBeGreaterThan(loss(...start));
  }
  expect(named("elongated bowl").limit).toBeCloseTo(0.2, 12);
});

test("standardised features make a rounder bowl", () => {
  const [a = 0, b = 0] = ["two features as measured", "the same, standardised"].map((name) => {
    const { loss } = named(name);
    return loss(0, 1) / loss(1, 0);
  });
  expect(a).toBeGreaterThan(7);
  expect(b).toBeCloseTo(1, 9);
});

test("the first step by hand", () => {
  const [, first] = descend(named("elongated bowl"), { rate: 0.15, momentum: 0, steps: 1, start: [-4, 1] });
  expect(first?.[0]).toBeCloseTo(-3.4, 12);
  expect(first?.[1]).toBeCloseTo(-0.5, 12);
});

test("rates as they are typed", () => {
  expect(ratesOf(" 0.01  0.15 ")).toEqual([0.01, 0.15]);
  expect(() => ratesOf("fast")).toThrowErrorMatchingInlineSnapshot(`[RangeError: Learning rates must be one to four numbers above 0 and up to 100, apart by spaces. Received "fast".]`);
});
