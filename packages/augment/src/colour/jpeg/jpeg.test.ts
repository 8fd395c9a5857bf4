import * as fc from "fast-check";
import { expect, it } from "vitest";
import { anyPicture } from "../../../test/pictures.ts";
import { applyOperations, drawOperations, jpeg, type Image, type JpegCompressed, type Subsampling } from "../../index.ts";

const compressed = (image: Image, quality: number, subsampling: Subsampling = "4:4:4"): ArrayLike<number> => applyOperations({ image }, [{ kind: "jpeg", quality, subsampling }]).image.data;

const error = (image: Image, quality: number): number => {
  const after = compressed(image, quality);
  return Array.from(image.data).reduce((sum, level, i) => sum + Math.abs(level - (after[i] as number)), 0) / image.data.length;
};

/** A smooth picture, 37×41. */
const smooth: Image = { shape: [37, 41, 3], data: Uint8Array.from({ length: 37 * 41 * 3 }, (_, i) => 128 + 100 * Math.sin((i % 3) + Math.floor(i / 3) / 97)) };

it("rounds the mean of a flat block to a multiple of an eighth of the table", () => {
  // At quality 50 the divisor of the mean is 16: 8 · (100 − 128) / 16 = −14 stays; 8 · (101 − 128) / 16 = −13.5 goes to −14.
  const flat = (level: number): Image => ({ shape: [8, 8, 1], data: new Uint8Array(64).fill(level) });
  expect(new Set(Array.from(compressed(flat(100), 50)))).toEqual(new Set([100]));
  expect(new Set(Array.from(compressed(flat(101), 50)))).toEqual(new Set([100]));
  expect(new Set(Array.from(compressed(flat(102), 50)))).toEqual(new Set([102]));
});

it("loses less the higher the quality", () => {
  const errors = [5, 20, 50, 80, 100].map((quality) => error(smooth, quality));
  expect(errors.toSorted((a, b) => b - a)).toEqual(errors);
  expect(errors.at(-1)).toBeLessThan(1);
});

it("at quality 100 keeps each level of grey to two, and of colour to four", () => {
  fc.assert(fc.property(anyPicture(), (image) => {
    const after = compressed(image, 100);
    for (const [i, level] of image.data.entries()) expect(Math.abs(level - (after[i] as number))).toBeLessThanOrEqual(image.shape[2] === 1 ? 2 : 4);
  }));
});

it("leaves brightness alone where it takes the colours of 2×2 pixels together", () => {
  const image: Image = { shape: [8, 8, 3], data: Uint8Array.from({ length: 192 }, (_, i) => (i % 3 === 0 && (i / 3) % 2 === 0 ? 200 : 90)) };
  const after = compressed(image, 100, "4:2:0");
  // Red in every other column is spread, but for its share of brightness.
  expect((after[0] as number) - (after[3] as number)).toBeLessThan(60);
  expect((compressed(image, 100)[0] as number) - (compressed(image, 100)[3] as number)).toBeGreaterThan(100);
});

it("draws whole qualities from its range", () => {
  const qualities = Array.from({ length: 300 }, (_, i) => (drawOperations([jpeg({ quality: [40, 42] })], [8, 8, 3], { seed: 1, path: [i] })[0] as JpegCompressed).quality);
  expect([...new Set(qualities)].sort()).toEqual([40, 41, 42]);
  expect(() => jpeg({ quality: 0 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: jpeg: quality must be [low, high] from 1 to 100, or one number for both. Received 0.]`);
});
