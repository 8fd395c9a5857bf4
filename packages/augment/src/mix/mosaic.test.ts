import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Sample } from "../sample.ts";
import { applyMosaic, drawMosaic, mosaic, parseMosaic, parseMosaicked } from "./mosaic.ts";

/** A sample of one level, its mask full of it, with a box around all of it and a point in its middle. */
const sampleOf = (level: number, height: number, width: number): Sample => ({
  image: { shape: [height, width, 1], data: new Uint8Array(height * width).fill(level) },
  mask: new Uint8Array(height * width).fill(level),
  boxes: Float32Array.of(0, 0, width, height),
  keypoints: Float32Array.of(width / 2, height / 2),
});

it("puts four images around a point", () => {
  const samples = [sampleOf(1, 2, 3), sampleOf(2, 2, 9), sampleOf(3, 9, 1), sampleOf(4, 9, 9)];
  const { image, mask, boxes, keypoints } = applyMosaic(samples, { kind: "mosaic", size: [4, 5], centre: [3, 2], fill: [9] });
  expect(image.shape).toEqual([4, 5, 1]);
  const rows = (data: ArrayLike<number>): string[] => Array.from({ length: 4 }, (_, y) => Array.from(data).slice(5 * y, 5 * y + 5).join(" "));
  expect(rows(image.data)).toEqual(["9 9 9 9 9", "1 1 2 2 2", "1 1 2 2 2", "9 3 4 4 4"]);
  // Where nothing lies, the mask has the background.
  expect(rows(mask ?? [])).toEqual(["0 0 0 0 0", "1 1 2 2 2", "1 1 2 2 2", "0 3 4 4 4"]);
  // The first is 3 wide and stands 1 beyond the left border; of the last two, only a row is left.
  expect([...(boxes ?? [])]).toEqual([0, 1, 2, 3, 2, 1, 5, 3, 1, 3, 2, 4, 2, 3, 5, 4]);
  expect([...(keypoints ?? [])]).toEqual([0.5, 2, NaN, NaN, NaN, NaN, NaN, NaN]);
});

it("keeps rows of boxes for samples that have lost their quarter, and takes samples without boxes or masks", () => {
  const bare: Sample = { image: sampleOf(7, 2, 2).image };
  const { image, mask, boxes } = applyMosaic([sampleOf(1, 2, 2), bare, sampleOf(3, 2, 2), bare], { kind: "mosaic", size: [2, 2], centre: [0, 1], fill: [0] });
  expect([...image.data]).toEqual([3, 7, 3, 7]);
  expect([...(mask ?? [])]).toEqual([3, 0, 3, 0]);
  expect([...(boxes ?? [])]).toEqual([NaN, NaN, NaN, NaN, 0, 0, 1, 2]);
  expect(applyMosaic([bare, bare, bare, bare], { kind: "mosaic", size: [2, 2], centre: [1, 1], fill: [0] })).not.toHaveProperty("boxes");
});

it("moves boxes and masks alike: a box is the hull of its own level in the mask", () => {
  const side = fc.integer({ min: 1, max: 9 });
  const sides = fc.tuple(side, side);
  const big = fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 12 }));
  fc.assert(fc.property(fc.tuple(sides, sides, sides, sides), big, fc.integer(), (four, size, seed) => {
    const drawn = drawMosaic(mosaic({ size, centre: [0, 1] }), { seed });
    const { mask = [], boxes = [] } = applyMosaic(four.map(([h, w], i) => sampleOf(i + 1, h, w)), drawn);
    for (const i of [0, 1, 2, 3]) {
      const places = [...mask].flatMap((level, at) => (level === i + 1 ? [[at % size[1], Math.floor(at / size[1])] as const] : []));
      const hull = places.length === 0 ? [NaN, NaN, NaN, NaN] : [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y)), Math.max(...places.map(([x]) => x)) + 1, Math.max(...places.map(([, y]) => y)) + 1];
      expect([...boxes.slice(4 * i, 4 * i + 4)]).toEqual(hull);
    }
  }));
});

it("draws the point evenly between the bounds", () => {
  const count = 4_000;
  const ys = Array.from({ length: count }, (_, i) => drawMosaic(mosaic({ size: [1_000, 10] }), { seed: 2, path: [i] }).centre[0]);
  expect(Math.min(...ys)).toBeGreaterThanOrEqual(250);
  expect(Math.max(...ys)).toBeLessThanOrEqual(750);
  // A uniform number of this width deviates by width / √12.
  expect(Math.abs(ys.reduce((sum, y) => sum + y, 0) / count - 500)).toBeLessThan((5 * 500) / Math.sqrt(12 * count));
});

it("is data, and says what it cannot take", () => {
  const settings = mosaic({ size: [4, 6], fill: 0 });
  expect(parseMosaic(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  const one = sampleOf(1, 2, 2);
  const floats: Sample = { image: { shape: [2, 2, 1], data: new Float32Array(4) } };
  const drawn = drawMosaic(settings, { seed: 1 });
  expect(parseMosaicked(JSON.parse(JSON.stringify(drawn)))).toEqual(drawn);
  expect(() => parseMosaicked(settings)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: mosaic: centre must be [y, x] in whole pixels from 0 to 65536. Received [0.25,0.75].]`);
  expect(() => parseMosaic({ kind: "mosaik" })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: mosaic: must be a record of the kind "mosaic". Received {"kind":"mosaik"}.]`);
  expect(() => parseMosaic({ kind: "mosaic", size: 1 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: mosaic: size must be [height, width] in pixels from 2 to 65536, or one number for both. Received 1.]`);
  expect(() => mosaic({ size: 4, centre: [0.5, 2] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: mosaic: centre must be [low, high] from 0 to 1, or one number: how far from 0.5. Received [0.5,2].]`);
  expect(() => applyMosaic([one], drawn)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: mosaic: there must be 4 samples. Received 1.]`);
  expect(() => applyMosaic([one, one, one, one], { ...drawn, centre: [5, 1] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: mosaic: centre must be a place of 4×6 pixels, in whole ones. Received [5, 1].]`);
  expect(() => applyMosaic([one, one, floats, one], drawn)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: mosaic: all samples must have the same channels and the same kind of numbers. Received 1 channels of bytes and 1 channels of floats.]`);
});
