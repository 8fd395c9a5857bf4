import fc from "fast-check";
import { expect, test } from "vitest";
import { divisible } from "./divisible.ts";

test("to the nearest multiple of eight, half up, but not more than a tenth down", () => {
  expect([32, 36, 35, 42, 8.4, 1, 83].map((channels) => divisible(channels))).toEqual([32, 40, 32, 40, 8, 8, 80]);
  // The nearest to 11 is 8, which takes more than a tenth away.
  expect(divisible(11)).toBe(16);
  expect(divisible(60, 24)).toBe(72);
});

test("always a multiple, never far off", () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 4096, noNaN: true }), fc.constantFrom(8, 16, 24), (channels, by) => {
      const rounded = divisible(channels, by);
      expect(rounded % by).toBe(0);
      expect(rounded).toBeGreaterThanOrEqual(Math.max(by, 0.9 * channels));
      expect(rounded - channels).toBeLessThanOrEqual(by);
    }),
  );
});
