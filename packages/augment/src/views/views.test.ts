import * as fc from "fast-check";
import { expect, it } from "vitest";
import { augment } from "../augment.ts";
import { randomCrop } from "../geometry/randomCrop.ts";
import { augmentationFactor } from "./augmentationFactor.ts";
import { averageOutputs } from "./averageOutputs.ts";
import { tenCropOperations, tenCrops } from "./tenCrops.ts";

it("cuts the corners and the middle, then mirrored", () => {
  // Every pixel tells where it was: 10 y + x.
  const image = { shape: [4, 5, 1] as const, data: Uint8Array.from({ length: 20 }, (_, i) => 10 * Math.floor(i / 5) + (i % 5)) };
  expect(tenCrops(image, [2, 2]).map(({ data }) => [...data].join(" "))).toEqual([
    "0 1 10 11", "3 4 13 14", "20 21 30 31", "23 24 33 34", "12 13 22 23",
    "1 0 11 10", "4 3 14 13", "21 20 31 30", "24 23 34 33", "13 12 23 22",
  ]);
});

it("puts the middle where torchvision's center_crop has it", () => {
  // What int(round((side − crop) / 2)) is in Python.
  const places = Array.from({ length: 8 }, (_, i) => tenCropOperations([10 + i, 10 + i, 3], 10)[4]?.[0]).map((crop) => (crop?.kind === "crop" ? crop.top : NaN));
  expect(places).toEqual([0, 0, 1, 2, 2, 2, 3, 4]);
});

it("averages what is said of each image's views", () => {
  const { shape, data } = averageOutputs({ shape: [4, 2], data: Float32Array.of(0, 1, 1, 0, 0.25, 0.75, 0.75, 0.25) }, 2);
  expect(shape).toEqual([2, 2]);
  expect([...data]).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect([...averageOutputs({ shape: [2, 1], data: Float32Array.of(3, 4) }, 1).data]).toEqual([3, 4]);
});

it("shows how AlexNet's crops come to 2,048, and what 227 comes to", () => {
  expect(augmentationFactor({ image: 256, crop: 224, mirror: true })).toMatchInlineSnapshot(`
    {
      "distinct": 2178,
      "distinctWorking": "(256 − 224 + 1) · (256 − 224 + 1) · 2 = 33 · 33 · 2 = 2,178",
      "factor": 2048,
      "working": "(256 − 224) · (256 − 224) · 2 = 32 · 32 · 2 = 2,048",
    }
  `);
  expect(augmentationFactor({ image: 256, crop: 227, mirror: true }).working).toMatchInlineSnapshot(`"(256 − 227) · (256 − 227) · 2 = 29 · 29 · 2 = 1,682"`);
  expect(augmentationFactor({ image: [40, 36], crop: 32 })).toMatchInlineSnapshot(`
    {
      "distinct": 45,
      "distinctWorking": "(40 − 32 + 1) · (36 − 32 + 1) = 9 · 5 = 45",
      "factor": 32,
      "working": "(40 − 32) · (36 − 32) = 8 · 4 = 32",
    }
  `);
});

it("counts the different crops there are: as many as 600 draws find", () => {
  const [side, left] = [fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 })];
  fc.assert(fc.property(side, side, left, left, (h, w, more, wider) => {
    // Every pixel another number, so that no two places look alike.
    const image = { shape: [h + more, w + wider, 1] as const, data: Float32Array.from({ length: (h + more) * (w + wider) }, (_, i) => i) };
    const seen = new Set(Array.from({ length: 600 }, (_, i) => augment({ image }, [randomCrop({ size: [h, w] })], { seed: 1, path: [i] }).image.data.join()));
    expect(augmentationFactor({ image: [h + more, w + wider], crop: [h, w] }).distinct).toBe(seen.size);
  }));
});

it("says what it cannot do", () => {
  expect(() => tenCrops({ shape: [4, 5, 1], data: new Uint8Array(20) }, 5)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: tenCrops: size must be whole numbers from 1 to the image's 4×5. Received 5×5.]`);
  expect(() => averageOutputs({ shape: [4, 2], data: new Float32Array(8) }, 3)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: averageOutputs: 4 rows must be shared among images of so many views each. Received 3.]`);
  expect(() => averageOutputs({ shape: [4, 2], data: new Float32Array(7) }, 2)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: averageOutputs: data must hold 4×2 = 8 numbers. Received 7.]`);
  expect(() => augmentationFactor({ image: 224, crop: [224, 256] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: augmentationFactor: the crop's width must be a whole number from 1 to the image's, 224. Received 256.]`);
});
