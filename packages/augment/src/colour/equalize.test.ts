import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations } from "../index.ts";

const equalized = (data: Uint8Array): Uint8Array => applyOperations({ image: { shape: [1, data.length, 1], data } }, [{ kind: "equalize" }]).image.data as Uint8Array;

it("spreads levels by how many pixels are darker", () => {
  // 510 pixels that are not of the brightest level make steps of 2; half a step is added.
  const data = Uint8Array.from({ length: 600 }, (_, i) => (i < 100 ? 10 : i < 510 ? 11 : 12));
  const [dark, middle, bright] = [0, 100, 510].map((i) => equalized(data)[i]);
  expect([dark, middle, bright]).toEqual([Math.floor(1 / 2), Math.floor(101 / 2), 255]);
});

it("leaves alone what has too few pixels to spread", () => {
  const data = Uint8Array.of(1, 2, 3, 9);
  expect(equalized(data)).toEqual(data);
});

it("changes an equalized image little", () => {
  fc.assert(fc.property(fc.double({ min: 0.3, max: 3, noNaN: true }), (power) => {
    // From the darkest to the brightest, most of them dark or most of them bright.
    const data = Uint8Array.from({ length: 50_000 }, (_, i) => 255 * (i / 50_000) ** power);
    const once = equalized(data);
    const twice = equalized(once);
    const moved = (from: Uint8Array, to: Uint8Array): number => from.reduce((sum, level, i) => sum + Math.abs(level - (to[i] as number)), 0) / from.length;
    expect(moved(once, twice)).toBeLessThan(3);
    expect(moved(once, twice)).toBeLessThanOrEqual(moved(data, once));
  }), { numRuns: 20 });
});
