import * as fc from "fast-check";
import { expect, it } from "vitest";
import { lighting, principalColours } from "../index.ts";
import { anyPicture, inFloats } from "../../test/pictures.ts";

it("of greys alone is the diagonal", () => {
  const { values, vectors } = principalColours([{ shape: [1, 2, 3], data: Uint8Array.of(0, 0, 0, 255, 255, 255) }]);
  // Each channel varies by ¼, and all of it lies along (1, 1, 1) / √3.
  expect(values.map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([0.75, 0, 0]);
  for (const part of vectors.slice(0, 3)) expect(part).toBeCloseTo(1 / Math.sqrt(3), 9);
});

it("puts the covariance together again", () => {
  fc.assert(fc.property(fc.array(anyPicture(3), { minLength: 1, maxLength: 3 }), (images) => {
    const { values, vectors } = principalColours(images);
    const all = images.flatMap((image) => [...inFloats(image).data]);
    const channel = (c: number): readonly number[] => all.filter((_, i) => i % 3 === c);
    const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x) / list.length;
    for (const a of [0, 1, 2])
      for (const b of [0, 1, 2]) {
        const [x, y] = [channel(a), channel(b)];
        const covariance = mean(x.map((value, i) => (value - mean(x)) * ((y[i] as number) - mean(y))));
        expect(values.reduce((sum, value, i) => sum + value * (vectors[3 * i + a] as number) * (vectors[3 * i + b] as number), 0)).toBeCloseTo(covariance, 6);
      }
    expect(values.toSorted((x, y) => y - x)).toEqual(values);
  }));
});

it("is what lighting takes", () => {
  const colours = principalColours([{ shape: [1, 2, 3], data: Uint8Array.of(10, 20, 30, 90, 200, 100) }]);
  expect(lighting(colours)).toMatchObject(colours);
});

it("needs images of three channels", () => {
  expect(() => principalColours([])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: principalColours: there must be at least one image. Received none.]`);
  expect(() => principalColours([{ shape: [2, 1, 1], data: new Uint8Array(2) }])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: principalColours: images must have 3 channels (red, green, blue). Received 2×1×1.]`);
});
