import { expect, test } from "vitest";
import { colorSpace, derive, macs, outputShape } from "../index.ts";

test("three channels stay three, greyscale is one", () => {
  expect(outputShape(colorSpace("hsv"), [[32, 32, 3]])).toEqual([32, 32, 3]);
  expect(outputShape(colorSpace("greyscale"), [[32, 32, 3]])).toEqual([32, 32, 1]);
});

test("the matrix of a colour space has nine products for each pixel, a row of it three", () => {
  for (const [to, products] of [["greyscale", 3], ["hsv", 0], ["lab", 9], ["lch", 9], ["ycbcr", 9]] as const) {
    expect(macs(colorSpace(to), [[2, 5, 3]])).toBe(10 * products);
    expect(derive(colorSpace(to), [[2, 5, 3]]).map(({ of, value }) => [of, value])).toEqual([["macs", 10 * products]]);
  }
});

test("refused: maps that are no picture, a space that is unknown", () => {
  expect(() => outputShape(colorSpace("lab"), [[32, 32, 1]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: colorSpace: input must have the channels red, green and blue. Received 32×32×1.]`);
  // @ts-expect-error: from JavaScript or a file
  expect(() => colorSpace("grayscale")).toThrowErrorMatchingInlineSnapshot(`[LayerError: colorSpace: to must be "greyscale" or "hsv" or "lab" or "lch" or "ycbcr". Received "grayscale". Did you mean "greyscale"?]`);
});
