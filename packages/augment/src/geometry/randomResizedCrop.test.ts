import { expect, it } from "vitest";
import { drawOperations } from "../step.ts";
import { randomResizedCrop } from "./randomResizedCrop.ts";

it("takes a part, then resizes it", () => {
  expect(drawOperations([randomResizedCrop({ size: 224, scale: [0.25, 0.25], ratio: [1, 1] })], [100, 100, 3], { seed: 3 })).toMatchInlineSnapshot(`
    [
      {
        "border": "constant",
        "fill": [
          0,
        ],
        "kind": "crop",
        "label": "crop 50×50 at 46, 36",
        "left": 46,
        "size": [
          50,
          50,
        ],
        "top": 36,
      },
      {
        "antialias": true,
        "interpolation": "bilinear",
        "kind": "resize",
        "label": "resize 224×224",
        "size": [
          224,
          224,
        ],
      },
    ]
  `);
});

// A part as large as the image never has another shape than the image's.
it.each([
  ["of a wide image", [10, 100], [3 / 4, 4 / 3], { top: 0, left: 43, size: [10, 13] }],
  ["of a high image", [100, 10], [3 / 4, 4 / 3], { top: 43, left: 0, size: [13, 10] }],
  ["whole, where the image's own shape is allowed", [10, 10], [0.2, 1], { top: 0, left: 0, size: [10, 10] }],
] as const)("takes the middle, %s, when ten parts were too large", (_, [height, width], ratio, part) => {
  expect(drawOperations([randomResizedCrop({ size: 8, scale: [1, 1], ratio })], [height, width, 3], { seed: 1 })[0]).toMatchObject(part);
});

it("refuses what is no range", () => {
  expect(() => randomResizedCrop({ size: 8, scale: [0.5, 2] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: randomResizedCrop: scale must be [low, high] from 0 to 1, or one number: how far from 1. Received [0.5,2].]`);
  expect(() => randomResizedCrop({ size: 8, ratio: [2, 1] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: randomResizedCrop: ratio must be [low, high] from 0.001 to 1000, or one number: how far from 1. Received [2,1].]`);
});
