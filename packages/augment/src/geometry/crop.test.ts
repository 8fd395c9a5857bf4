import { expect, it } from "vitest";
import { augment } from "../augment.ts";
import type { Border } from "./border.ts";
import { centerCrop } from "./centerCrop.ts";
import { crop } from "./crop.ts";
import { pad } from "./pad.ts";
import { randomCrop } from "./randomCrop.ts";

// 1 2 3
// 4 5 6
const sample = {
  image: { shape: [2, 3, 1], data: Uint8Array.of(1, 2, 3, 4, 5, 6) },
  mask: Uint8Array.of(1, 2, 3, 4, 5, 6),
  boxes: Float32Array.of(0, 0, 3, 2, 2, 0, 3, 1),
  keypoints: Float32Array.of(0.5, 0.5, 1.5, 1.5),
} as const;

const at = { seed: 1 };

it("takes a part; what was outside of it is NaN", () => {
  expect(augment(sample, [crop({ top: 0, left: 1, size: [2, 1] })], at)).toEqual({
    image: { shape: [2, 1, 1], data: Uint8Array.of(2, 5) },
    mask: Uint8Array.of(2, 5),
    boxes: Float32Array.of(0, 0, 1, 2, NaN, NaN, NaN, NaN),
    keypoints: Float32Array.of(NaN, NaN, 0.5, 1.5),
    operations: [{ kind: "crop", top: 0, left: 1, size: [2, 1], border: "constant", fill: [0], label: "crop 2×1 at 1, 0" }],
  });
});

it.each<[Border, number[], number[]]>([
  ["constant", [9, 9, 9, 9, 9, 1, 2, 3, 9, 4, 5, 6], [0, 0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6]],
  ["edge", [1, 1, 2, 3, 1, 1, 2, 3, 4, 4, 5, 6], [1, 1, 2, 3, 1, 1, 2, 3, 4, 4, 5, 6]],
  ["reflect", [5, 4, 5, 6, 2, 1, 2, 3, 5, 4, 5, 6], [5, 4, 5, 6, 2, 1, 2, 3, 5, 4, 5, 6]],
  ["wrap", [6, 4, 5, 6, 3, 1, 2, 3, 6, 4, 5, 6], [6, 4, 5, 6, 3, 1, 2, 3, 6, 4, 5, 6]],
])("pads with %s", (border, pixels, classes) => {
  const padded = augment(sample, [pad({ padding: [1, 1, 0, 0], border, fill: 9 })], at);
  expect(padded.image).toEqual({ shape: [3, 4, 1], data: Uint8Array.from(pixels) });
  expect(padded.mask).toEqual(Uint8Array.from(classes));
  expect(padded.keypoints).toEqual(Float32Array.of(1.5, 1.5, 2.5, 2.5));
  expect(padded.boxes).toEqual(Float32Array.of(1, 1, 4, 3, 3, 1, 4, 2));
  expect(padded.operations[0]?.label).toBe("pad 1, 1, 0, 0");
});

it("lies beyond the image altogether, if asked for", () => {
  expect(augment(sample, [crop({ top: 5, left: -9, size: 2, fill: 7 })], at)).toMatchObject({ image: { data: Uint8Array.of(7, 7, 7, 7) }, mask: new Uint8Array(4), boxes: new Float32Array(8).fill(NaN) });
});

it("takes the middle, or puts it into the middle", () => {
  const middle = (size: number | [number, number]): unknown => augment(sample, [centerCrop({ size })], at).operations[0];
  expect(middle([2, 1])).toMatchObject({ top: 0, left: 1 });
  expect(middle(4)).toMatchObject({ top: -1, left: 0 });
  expect(middle([1, 2])).toMatchObject({ top: 0, left: 0 });
});

it("reads padding as torchvision does", () => {
  expect([pad({ padding: 1 }), pad({ padding: [1, 2] }), pad({ padding: [1, 2, 3, 4] })].map(({ padding }) => padding)).toEqual([[1, 1, 1, 1], [1, 2, 1, 2], [1, 2, 3, 4]]);
});

it("refuses what cannot be", () => {
  expect(() => augment(sample, [randomCrop({ size: 4 })], at)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: randomCrop: the height must be at most that of the padded image, 2. Received 4. Give more padding, or resize first.]`);
  expect(() => pad({ padding: [1, 2, 3] as never })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: pad: padding must be [left, top, right, bottom] in pixels from 0 to 16384, [left and right, top and bottom], or one number for all. Received [1,2,3].]`);
  expect(() => crop({ size: 0 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: crop: size must be [height, width] in pixels from 1 to 65536, or one number for both. Received 0.]`);
  expect(() => augment(sample, [crop({ size: 65_536 })], at)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: image: may become at most 268435456 numbers. Received 4294967296. Ask for a smaller size.]`);
});
