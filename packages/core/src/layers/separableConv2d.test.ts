import { expect, test } from "vitest";
import { graph, macs, outputShape, parameters, separableConv2d } from "../index.ts";

test("Keras's one layer has one bias, PyTorch's two layers have two", () => {
  const learned = (useDepthwiseBias: boolean): number => parameters(graph("one", [28, 28, 8], { x: separableConv2d(16, 3, { useDepthwiseBias }) })).trainable;
  expect(learned(false)).toBe(9 * 8 + 8 * 16 + 16);
  expect(learned(true)).toBe(9 * 8 + 8 + 8 * 16 + 16);
});

test("both parts work at the size of the output", () => {
  const layer = separableConv2d(4, 3, { strides: 2, padding: "same", depthMultiplier: 2 });
  expect(outputShape(layer, [[5, 6, 3]])).toEqual([3, 3, 4]);
  expect(macs(layer, [[5, 6, 3]])).toBe(3 * 3 * (6 * 9 + 6 * 4));
});

test("refused: an unknown option, a kernel that does not fit", () => {
  // @ts-expect-error: what a JavaScript user may write
  expect(() => separableConv2d(4, 3, { useDepthBias: true })).toThrowErrorMatchingInlineSnapshot(`[LayerError: separableConv2d: unknown option useDepthBias. Did you mean "useDepthwiseBias"? Options: strides, padding, dilationRate, depthMultiplier, useBias, useDepthwiseBias.]`);
  expect(() => outputShape(separableConv2d(4, 3), [[2, 2, 1]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: separableConv2d: the kernel must fit the padded input. Received 2 + 0 padding along height, kernelSize=3. Use kernelSize ≤ 2, or padding: "same".]`);
});
