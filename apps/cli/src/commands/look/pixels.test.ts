import fc from "fast-check";
import { expect, test } from "vitest";
import type { Picture } from "../../picture.ts";
import { figures } from "./channels.ts";
import { ground, mosaic } from "./mosaic.ts";
import { aroundGrey, cropped, pictureOf, uncut } from "./pixels.ts";

test("what a network takes becomes the pixels that it was made of", () => {
  const scaling = { mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.4] };
  fc.assert(fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (bytes) => {
    const taken = Float32Array.from(bytes, (byte, at) => (byte / 255 - (scaling.mean[at % 3] ?? 0)) / (scaling.deviation[at % 3] ?? 1));
    expect(pictureOf({ shape: [2, 2, 3], data: taken }, scaling)).toEqual({ shape: [2, 2, 3], data: bytes });
  }));
  expect([...aroundGrey({ shape: [1, 3, 1], data: Float32Array.of(-2, 0, 1) }).data]).toEqual([0, 128, 191]);
});

test("a part beyond an edge is ground there, and a cut box has its whole size again", () => {
  const picture: Picture = { shape: [2, 3, 1], data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  expect([...cropped(picture, { top: 1, bottom: 1, left: 1, right: 2 }).data]).toEqual([5, 6]);
  expect(cropped(picture, uncut({ top: 0, bottom: 0, left: 2, right: 2 }, 2, 2))).toEqual({ shape: [2, 2, 1], data: Uint8Array.of(ground, ground, 3, ground) });
  expect(uncut({ top: 0, bottom: 1, left: 1, right: 2 }, 2, 2)).toEqual({ top: 0, bottom: 1, left: 1, right: 2 });
});

test("a mosaic has its pictures in rows, each pixel a square", async () => {
  const pictures = [10, 20, 30].map((value): Picture => ({ shape: [1, 1, 3], data: Uint8Array.of(value, value + 1, value + 2) }));
  const { shape: [height, width, channels], data } = await mosaic(pictures, 2);
  expect([height, width, channels]).toEqual([344, 344, 3]);
  const at = (y: number, x: number): readonly number[] => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
  expect([at(0, 0), at(169, 169), at(0, 174), at(343, 0), at(0, 171), at(343, 343)]).toEqual([[10, 11, 12], [10, 11, 12], [20, 21, 22], [30, 31, 32], [ground, ground, ground], [ground, ground, ground]]);
});

test("numbers as figures write them", () => {
  expect([2.4567, -0.25, 1234.5, 0.00000998, -0.0001, 0].map(figures)).toEqual(["2.46", "−0.25", "1230", "1.0e−5", "−1.0e−4", "0"]);
});
