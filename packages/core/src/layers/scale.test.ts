import { expect, test } from "vitest";
import { outputShape, scale, windows } from "../index.ts";

test("a number for each channel, as a vector or as 1×1 maps", () => {
  expect(outputShape(scale(), [[7, 7, 64], [64]])).toEqual([7, 7, 64]);
  expect(outputShape(scale(), [[7, 7, 64], [1, 1, 64]])).toEqual([7, 7, 64]);
  expect(windows(scale(), [[7, 7, 64], [64]])).toEqual(["pointwise", "global"]);
});

test("another number of channels is refused", () => {
  expect(() => outputShape(scale(), [[7, 7, 64], [32]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: scale: the second input must hold one number per channel of the first. Received 7×7×64 and 32. Expected 64.]`);
});
