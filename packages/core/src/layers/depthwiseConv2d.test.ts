import { permute } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { conv2d, depthwiseConv2d, macs, outputShape, product, separableConv2d, weights } from "../index.ts";

test("one 3×3 kernel per channel: 9·c weights where a full convolution has 9·c²", () => {
  const depthwise = depthwiseConv2d(3, { padding: 1, useBias: false });
  expect(product(weights(depthwise, [[112, 112, 32]])["weight"]?.shape ?? [])).toBe(9 * 32);
  expect(macs(depthwise, [[112, 112, 32]])).toBe(112 * 112 * 9 * 32);
  expect(macs(conv2d(32, 3, { padding: 1 }), [[112, 112, 32]])).toBe(112 * 112 * 9 * 32 * 32);
});

test("a channel's outputs stand side by side", () => {
  expect(outputShape(depthwiseConv2d([3, 1], { depthMultiplier: 4 }), [[9, 9, 2]])).toEqual([7, 9, 8]);
});

test("reordered by torchAxes the weight is PyTorch's [C·m, 1, kh, kw] in memory", () => {
  const { shape = [], torchAxes = [], torchShape } = weights(depthwiseConv2d([1, 2], { depthMultiplier: 2 }), [[5, 5, 2]])["weight"] ?? {};
  // Named by channel, multiplier and column: 1 0 1 is the kernel of channel 1's first output at column 1.
  const ours = { shape, data: [0, 10, 100, 110, 1, 11, 101, 111] };
  expect(torchShape).toEqual([4, 1, 1, 2]);
  expect([...permute(ours, torchAxes).data]).toEqual([0, 1, 10, 11, 100, 101, 110, 111]);
});

test("in two parts, space then channels, it takes 1/filters + 1/k² of the work: arXiv:1704.04861, section 3.1", () => {
  const [parts, whole] = [separableConv2d(64, 3, { padding: 1 }), conv2d(64, 3, { padding: 1 })].map((layer) => macs(layer, [[14, 14, 32]]));
  expect((parts ?? 0) / (whole ?? 1)).toBeCloseTo(1 / 64 + 1 / 9, 12);
});

test("refused: an unknown option, filters where there are none", () => {
  // @ts-expect-error: what a JavaScript user may write
  expect(() => depthwiseConv2d(3, { multiplier: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: depthwiseConv2d: unknown option multiplier. Did you mean "depthMultiplier"? Options: strides, padding, dilationRate, depthMultiplier, useBias.]`);
  expect(() => depthwiseConv2d(3, { depthMultiplier: 0 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: depthwiseConv2d: depthMultiplier must be a whole number ≥ 1. Received 0.]`);
  expect(() => outputShape(depthwiseConv2d(3), [[2, 8, 1]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: depthwiseConv2d: the kernel must fit the padded input. Received 2 + 0 padding along height, kernelSize=3. Use kernelSize ≤ 2, or padding: "same".]`);
});
