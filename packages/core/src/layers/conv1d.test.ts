import { expect, test } from "vitest";
import { conv1d, macs, outputShape, weights } from "../index.ts";

test("three words at a time: 100 filters over 20 words of 50 numbers", () => {
  const layer = conv1d(100, 3);
  expect(outputShape(layer, [[20, 50]])).toEqual([18, 100]);
  expect(weights(layer, [[20, 50]])["weight"]).toMatchObject({ shape: [3, 50, 100], torchAxes: [2, 1, 0] });
  expect(macs(layer, [[20, 50]])).toBe(18 * 3 * 50 * 100);
});

test("refused: a picture, a kernel too long, groups that do not divide", () => {
  expect(() => outputShape(conv1d(8, 3), [[28, 28, 1]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1d: input must be [length, channels]. Received [28, 28, 1]. A reshape or embedding layer can make one.]`);
  expect(() => outputShape(conv1d(8, 5, { padding: 1 }), [[2, 4]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1d: the kernel must fit the padded input. Received 2 + 2 padding along length, kernelSize=5. Use kernelSize ≤ 4, or padding: "same".]`);
  expect(() => outputShape(conv1d(8, 1, { groups: 2 }), [[5, 3]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1d: input channels must divide into groups. Received 5×3, groups=2. Nearest that divide: 2, 4.]`);
  expect(() => conv1d(5, 1, { groups: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1d: filters must divide into groups. Received filters=5, groups=2. Nearest that divide: 4, 6.]`);
  // @ts-expect-error: what a JavaScript user may write
  expect(() => conv1d(5, 1, { padding: "vald" })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1d: padding must be "valid", "same", a whole number ≥ 0 or [before, after]. Received "vald". Did you mean "valid"?]`);
});
