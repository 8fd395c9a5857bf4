import { expect, it } from "vitest";
import { applyOperations } from "../operation.ts";
import { drawOperations } from "../step.ts";
import { mirror } from "./mirror.ts";
import { verticalFlip } from "./verticalFlip.ts";

// Two rows of three pixels of two channels.
const sample = {
  image: { shape: [2, 3, 2], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) },
  mask: Int32Array.of(-1, 0, 70_000, 1, 2, 3),
  boxes: Float32Array.of(0, 0, 1, 2, NaN, NaN, NaN, NaN),
  keypoints: Float32Array.of(0.5, 1.5),
} as const;

it("exchanges left and right, keeping the order of channels", () => {
  expect(applyOperations(sample, [{ kind: "mirror" }])).toEqual({
    image: { shape: [2, 3, 2], data: Uint8Array.of(5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8) },
    mask: Int32Array.of(70_000, 0, -1, 3, 2, 1),
    boxes: Float32Array.of(2, 0, 3, 2, NaN, NaN, NaN, NaN),
    keypoints: Float32Array.of(2.5, 1.5),
  });
});

it("exchanges top and bottom", () => {
  expect(applyOperations(sample, [{ kind: "verticalFlip" }])).toEqual({
    image: { shape: [2, 3, 2], data: Uint8Array.of(7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6) },
    mask: Int32Array.of(1, 2, 3, -1, 0, 70_000),
    boxes: Float32Array.of(0, 0, 1, 2, NaN, NaN, NaN, NaN),
    keypoints: Float32Array.of(0.5, 0.5),
  });
});

it("says what it did, if it did it", () => {
  expect(drawOperations([mirror({ p: 1 }), verticalFlip({ p: 1 }), mirror({ p: 0 })], [2, 3, 2], { seed: 1 })).toEqual([
    { kind: "mirror", label: "mirror" },
    { kind: "verticalFlip", label: "flip upside down" },
  ]);
  expect(() => mirror({ p: 2 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: mirror: p must be a number from 0 to 1. Received 2.]`);
});
