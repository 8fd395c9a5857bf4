import { expect, test } from "vitest";
import { conv1dTranspose, outputShape, weights } from "../index.ts";

test("an upsampled sound: 16 steps of 4 channels to 32 of 2", () => {
  const layer = conv1dTranspose(2, 2, { strides: 2 });
  expect(outputShape(layer, [[16, 4]])).toEqual([32, 2]);
  expect(weights(layer, [[16, 4]])["weight"]).toMatchObject({ shape: [2, 2, 4], torchAxes: [2, 1, 0] });
});

test("refused: a picture, an unknown option", () => {
  expect(() => outputShape(conv1dTranspose(2, 2), [[4, 4, 1]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1dTranspose: input must be [length, channels]. Received [4, 4, 1]. A reshape or embedding layer can make one.]`);
  // @ts-expect-error: what a JavaScript user may write
  expect(() => conv1dTranspose(2, 2, { outputPaddings: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1dTranspose: unknown option outputPaddings. Did you mean "outputPadding"? Options: strides, padding, outputPadding, dilationRate, groups, useBias.]`);
});
