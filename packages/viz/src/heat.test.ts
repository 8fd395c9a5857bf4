import fc from "fast-check";
import { expect, it } from "vitest";
import { apart, sights } from "../test/blindness.ts";
import { luminance } from "./colour.ts";
import { heatColour, heatPixels, largestSize, resized, scaleOf, sequentialColour, veilPixels } from "./heat.ts";

// torch.nn.functional.interpolate(…, mode="bilinear", align_corners=False) of PyTorch 1.13.
it("enlarges and makes smaller as PyTorch does", () => {
  const map = { height: 2, width: 3, values: [1, -2, 3, 0, 4, -1] };
  const wanted = [1, -0.2, -2, 1, 3, 0.75, 0.25, -0.5, 1, 2, 0.25, 1.15, 2.5, 1, 0, 0, 1.6, 4, 1, -1];
  expect(Array.from(resized(map, 4, 5).values)).toEqual(wanted.map((value) => expect.closeTo(value, 5)));
  expect(Array.from(resized(map, 1, 2).values)).toEqual([0.625, 1]);
});

it("stays within the values of a map, and is the map at its own size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }), fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 25, maxLength: 25 }), (height, width, size, all) => {
      const values = all.slice(0, height * width);
      expect(Array.from(resized({ height, width, values }, height, width).values)).toEqual(values);
      for (const value of Array.from(resized({ height, width, values }, size, size + 3).values)) {
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-4);
        expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-4);
      }
    }),
    { numRuns: 25 },
  );
});

it("grows darker step by step, and each step is seen with every kind of sight", () => {
  for (let i = 1; i <= 10; i++) {
    const [one, next] = [sequentialColour((i - 1) / 10), sequentialColour(i / 10)];
    expect(luminance(next)).toBeLessThan(luminance(one));
    for (const matrix of Object.values(sights)) expect(apart(one, next, matrix)).toBeGreaterThan(0.03);
  }
});

it("paints what is no number grey, and not at all over a picture", () => {
  expect(heatColour(NaN, "diverging")).toEqual([160, 160, 160]);
  expect(Array.from(heatPixels({ height: 1, width: 2, values: [0, -2] }, 2, "diverging").data)).toEqual([247, 247, 247, 7, 77, 152]);
  expect(Array.from(veilPixels({ height: 1, width: 3, values: [2, -1, NaN] }, 2).data).filter((_, i) => i % 4 === 3)).toEqual([225, 113, 0]);
  expect([largestSize([1, -3, NaN, Infinity]), scaleOf([1, 0]), scaleOf([1, -0.1])]).toEqual([3, "sequential", "diverging"]);
});
