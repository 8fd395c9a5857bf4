import { expect, test } from "vitest";
import { graph, outputShape, parameters, subsampling2d } from "../index.ts";

test("two weights per channel: 12 in S2 and 32 in S4 of LeNet-5", () => {
  expect([6, 16].map((channels) => parameters(graph("one", [10, 10, channels], { x: subsampling2d() })).trainable)).toEqual([12, 32]);
  expect(outputShape(subsampling2d(), [[28, 28, 6]])).toEqual([14, 14, 6]);
  expect(outputShape(subsampling2d(3, { strides: 2 }), [[7, 9, 6]])).toEqual([3, 4, 6]);
});

test("refused: padding, which it has not; a patch larger than the input", () => {
  // @ts-expect-error: what a JavaScript user may write
  expect(() => subsampling2d(2, { padding: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: subsampling2d: unknown option padding. Options: strides.]`);
  expect(() => outputShape(subsampling2d(3), [[2, 2, 1]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: subsampling2d: the kernel must fit the padded input. Received 2 + 0 padding along height, kernelSize=3. Use kernelSize ≤ 2, or padding: "same".]`);
});
