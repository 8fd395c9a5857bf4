import type { Value } from "@convscope/exchange/onnx";
import type { NdArray } from "@convscope/nn";
import { describe, expect, test } from "vitest";
import { differentiated, expectDerivatives, type Written } from "../../test/differentiated.ts";
import { signed } from "../../test/drawn.ts";

/** Different arrays for different names. */
const some = (name: string, ...shape: readonly number[]): NdArray => signed(shape, 1, name);
/** 0, 1, 2, … in an order of its own: so far apart that small changes leave the largest where it is. */
const shuffled = (...shape: readonly number[]): NdArray => {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, i) => (i * 37) % size) };
};
const floats = (shape: readonly number[], ...data: readonly number[]): NdArray => ({ shape, data: Float32Array.from(data) });

describe("as small changes have it", () => {
  test.each<[string, readonly NdArray[], Written]>([
    ["AveragePool of windows side by side", [some("x", 2, 1, 4, 6)], (to, x) => to.op("AveragePool", [x], { kernel_shape: [2, 3], strides: [2, 3] })],
    ["AveragePool that leaves out the last column", [some("x", 1, 2, 4, 5)], (to, x) => to.op("AveragePool", [x], { kernel_shape: [2, 2], strides: [2, 2] })],
    ["AveragePool whose padding counts", [some("x", 1, 2, 4, 5)], (to, x) => to.op("AveragePool", [x], { kernel_shape: [3, 2], strides: [1, 2], pads: [1, 0, 0, 1], count_include_pad: 1 })],
    ["AveragePool whose padding does not count", [some("x", 1, 2, 4, 5)], (to, x) => to.op("AveragePool", [x], { kernel_shape: [3, 2], strides: [1, 2], pads: [1, 0, 0, 1] })],
    ["AveragePool of all places", [some("x", 2, 2, 3, 2)], (to, x) => to.op("AveragePool", [x], { kernel_shape: [3, 2] })],
    ["AveragePool of sequences", [some("x", 1, 2, 7)], (to, x) => to.op("AveragePool", [x], { kernel_shape: [3], strides: [2] })],
    ["AveragePool of sequences side by side", [some("x", 1, 2, 6)], (to, x) => to.op("AveragePool", [x], { kernel_shape: [3], strides: [3] })],
    ["AveragePool of volumes", [some("x", 1, 2, 3, 4, 3)], (to, x) => to.op("AveragePool", [x], { kernel_shape: [2, 2, 3], strides: [1, 2, 1], pads: [0, 0, 1, 0, 0, 1] })],
    ["MaxPool of pairs", [shuffled(2, 2, 4, 6)], (to, x) => to.op("MaxPool", [x], { kernel_shape: [2, 2], strides: [2, 2] })],
    ["MaxPool of windows side by side", [shuffled(1, 2, 5, 6)], (to, x) => to.op("MaxPool", [x], { kernel_shape: [2, 3], strides: [2, 3] })],
    ["MaxPool of windows that overlap", [shuffled(1, 2, 5, 6)], (to, x) => to.op("MaxPool", [x], { kernel_shape: [3, 3], strides: [2, 1], pads: [1, 0, 0, 1] })],
    ["MaxPool of windows between whose cells others lie", [shuffled(1, 2, 6, 6)], (to, x) => to.op("MaxPool", [x], { kernel_shape: [2, 2], strides: [2, 3], dilations: [3, 2] })],
    ["MaxPool of sequences", [shuffled(1, 2, 7)], (to, x) => to.op("MaxPool", [x], { kernel_shape: [3], strides: [2], pads: [1, 1] })],
    ["GlobalMaxPool", [shuffled(2, 3, 3, 4)], (to, x) => to.op("GlobalMaxPool", [x])],
    ["GlobalMaxPool of sequences", [shuffled(2, 3, 5)], (to, x) => to.op("GlobalMaxPool", [x])],
    ["Conv", [some("x", 2, 4, 4, 5), some("w", 6, 2, 3, 2), some("b", 6)], (to, ...all) => to.op("Conv", all, { kernel_shape: [3, 2], strides: [2, 1], pads: [1, 0, 0, 1], dilations: [1, 2], group: 2 })],
    ["ConvTranspose", [some("x", 2, 2, 3, 3), some("w", 2, 3, 2, 3), some("b", 3)], (to, ...all) => to.op("ConvTranspose", all, { kernel_shape: [2, 3], strides: [2, 3], pads: [0, 1, 1, 0], output_padding: [1, 2] })],
    ["ConvTranspose in groups, dilated", [some("x", 1, 4, 3, 2), some("w", 4, 2, 2, 2)], (to, ...all) => to.op("ConvTranspose", all, { kernel_shape: [2, 2], dilations: [2, 3], group: 2 })],
    ["LRN", [some("x", 2, 5, 2, 2)], (to, x) => to.op("LRN", [x], { size: 3, alpha: { float: 0.9 }, beta: { float: 0.75 }, bias: { float: 1.5 } })],
    ["LRN over more channels than there are", [some("x", 1, 3, 2, 1)], (to, x) => to.op("LRN", [x], { size: 7, alpha: { float: 2 }, beta: { float: 0.5 }, bias: { float: 1 } })],
    ["InstanceNormalization", [some("x", 2, 3, 3, 2), some("gamma", 3), some("beta", 3)], (to, ...all) => to.op("InstanceNormalization", all, { epsilon: { float: 0.1 } })],
    ["InstanceNormalization of sequences", [some("x", 2, 3, 5), some("gamma", 3), some("beta", 3)], (to, ...all) => to.op("InstanceNormalization", all, { epsilon: { float: 0.1 } })],
    ["LayerNormalization of the last axis", [some("x", 2, 3, 5), some("gamma", 5), some("beta", 5)], (to, ...all) => to.op("LayerNormalization", all, { epsilon: { float: 0.1 } })],
    ["LayerNormalization of several axes, without a shift", [some("x", 2, 3, 2, 2), some("gamma", 3, 2, 2)], (to, ...all) => to.op("LayerNormalization", all, { axis: 1, epsilon: { float: 0.1 } })],
    ["BatchNormalization by what is given", [some("x", 2, 3, 2, 2), some("gamma", 3), some("beta", 3)], (to, ...all) =>
      to.op("BatchNormalization", [...all, to.floats([3], () => Float32Array.of(0.1, 0.2, -0.3)), to.floats([3], () => Float32Array.of(0.5, 1, 2))], { epsilon: { float: 0.1 } })],
    ["BatchNormalization by the batch", [some("x", 3, 2, 2, 2), some("gamma", 2), some("beta", 2)], (to, x, gamma, beta) =>
      // It overwrites the running statistics that it is given; without momentum they become the batch's.
      to.ops("BatchNormalization", [x, gamma, beta, to.plus(gamma as Value, 1), to.plus(gamma as Value, 2)], 3, { training_mode: 1, momentum: { float: 0 }, epsilon: { float: 0.1 } })[0] as Value],
  ])("%s", (_, inputs, write) => expectDerivatives(inputs, write, { tolerance: 1e-3 }));
});

test("by hand: what a mean gives back is its share, what a maximum gives back is all", async () => {
  const x = floats([1, 1, 2, 4], 1, 5, 2, 2, 5, 0, 2, 1);
  const dy = floats([1, 1, 1, 2], 4, 8);
  const gradientOf = async (write: Written): Promise<number[]> => [...((await differentiated([x], write, dy)).gradients[0]?.data ?? [])];
  expect(await gradientOf((to, x) => to.op("AveragePool", [x], { kernel_shape: [2, 2], strides: [2, 2] }))).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
  expect(await gradientOf((to, x) => to.op("MaxPool", [x], { kernel_shape: [2, 2], strides: [2, 2] }))).toEqual([0, 4, 8, 0, 0, 0, 0, 0]);
});
