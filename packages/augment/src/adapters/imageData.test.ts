import * as fc from "fast-check";
import { expect, it } from "vitest";
import { augment } from "../augment.ts";
import { randomCrop } from "../geometry/randomCrop.ts";
import { mirror } from "../geometry/mirror.ts";
import { fromImageData, toImageData } from "./imageData.ts";

it("takes colours and opacity apart and puts them together", () => {
  const canvas = { width: 2, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 128) };
  const { image, alpha } = fromImageData(canvas);
  expect(image).toEqual({ shape: [1, 2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  expect([...alpha]).toEqual([255, 128]);
  expect(toImageData(image, alpha)).toEqual(canvas);
});

it("moves opacity as the mask: what comes in from beyond is transparent", () => {
  const { image, alpha } = fromImageData({ width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 128) });
  const moved = augment({ image, mask: alpha }, [mirror({ p: 1 }), randomCrop({ size: [3, 4], padding: 1, fill: 9 })], { seed: 1 });
  const { data } = toImageData(moved.image, moved.mask);
  expect([...data.subarray(16, 32)]).toEqual([9, 9, 9, 0, 4, 5, 6, 128, 1, 2, 3, 255, 9, 9, 9, 0]);
});

it("shows grey and floats as bytes", () => {
  expect([...toImageData({ shape: [1, 2, 1], data: Uint8Array.of(7, 8) }).data]).toEqual([7, 7, 7, 255, 8, 8, 8, 255]);
  expect([...toImageData({ shape: [1, 1, 3], data: Float32Array.of(-1, 0.5, 2) }).data]).toEqual([0, 128, 255, 255]);
  expect([...toImageData({ shape: [1, 1, 4], data: Float32Array.of(0, 0, 1, 0.2) }).data]).toEqual([0, 0, 255, 51]);
});

it("gives back whatever a canvas holds", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat(255)), (width, height, levels) => {
    const canvas = { width, height, data: Uint8ClampedArray.from([...levels.take(4 * width * height)]) };
    const { image, alpha } = fromImageData(canvas);
    expect(toImageData(image, alpha)).toEqual(canvas);
  }));
});

it("says what does not fit", () => {
  expect(() => fromImageData({ width: 2, height: 2, data: new Uint8Array(12) })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: fromImageData: data must hold 2×2×4 = 16 bytes. Received 12.]`);
  expect(() => toImageData({ shape: [1, 1, 2], data: new Uint8Array(2) })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: toImageData: an image must have 1, 3 or 4 channels. Received 2.]`);
  expect(() => toImageData({ shape: [1, 2, 3], data: new Uint8Array(3) })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: toImageData: data must hold 1×2×3 = 6 numbers. Received 3.]`);
  expect(() => toImageData({ shape: [1, 1, 1], data: new Uint8Array(1) }, [1, 2])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: toImageData: alpha must hold a number for each of the 1×1 pixels. Received 2.]`);
});
