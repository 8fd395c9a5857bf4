import { expect, it } from "vitest";
import { augment } from "./augment.ts";
import { augmentBatch } from "./augmentBatch.ts";
import { normalize } from "./colour/normalize.ts";
import { mirror } from "./geometry/mirror.ts";
import { randomCrop } from "./geometry/randomCrop.ts";

const images = { shape: [3, 2, 2, 1] as const, data: Uint8Array.from({ length: 12 }, (_, i) => i) };

it("changes every image by draws of its own, the same as one by one", () => {
  const pipeline = [mirror(), randomCrop({ size: [2, 3], padding: 1 })];
  const { shape, data, operations } = augmentBatch(images, pipeline, { seed: 4, path: [8] });
  expect(shape).toEqual([3, 2, 3, 1]);
  for (const i of [0, 1, 2]) {
    const one = augment({ image: { shape: [2, 2, 1], data: images.data.subarray(4 * i, 4 * i + 4) } }, pipeline, { seed: 4, path: [8, i] });
    expect(data.subarray(6 * i, 6 * i + 6)).toEqual(one.image.data);
    expect(operations[i]).toEqual(one.operations);
  }
});

it("gives floats where the pipeline does", () => {
  expect(augmentBatch(images, [normalize()], { seed: 1 }).data).toEqual(Float32Array.from(images.data, (level) => level / 255));
});

it("says what does not fit", () => {
  expect(() => augmentBatch({ shape: [2, 2, 2, 1], data: new Uint8Array(12) }, [], { seed: 1 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: augmentBatch: data must hold [n, height, width, channels] numbers, n at least 1. Received 12 numbers for [2, 2, 2, 1].]`);
  expect(() => augmentBatch(images, [{ ...randomCrop({ size: 1 }), p: 0.5 }], { seed: 1 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: augmentBatch: all images must come out alike. Received 1×1×1 for the first and 2×2×1 for number 1, or floats and bytes. End with a step that is always taken: a resize, a crop, normalize.]`);
});
