import { conv1d, conv1dTranspose, conv2d, conv2dTranspose, depthwiseConv2d, graph, separableConv2d, type Kind, type Layer, type Shape } from "@convscope/core";
import { graphOf, layersByKind, type Placed } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, test } from "vitest";
import { agrees } from "./agrees.ts";

const convolutions = ["conv1d", "conv1dTranspose", "conv2d", "conv2dTranspose", "depthwiseConv2d", "separableConv2d"] as const satisfies readonly Kind[];

test.each(convolutions)("%s with any options has the cpu engine's values and gradients", async (kind) => {
  const placed: fc.Arbitrary<Placed> = layersByKind[kind];
  await fc.assert(fc.asyncProperty(placed, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 99 }), (one, batch, seed) => agrees(graphOf(one), { batch, seed, training: true })), { numRuns: 30 });
});

/** What nets are made of, large enough that every way to write a convolution is met. */
const cases: { readonly [name: string]: readonly (readonly [Shape, Layer])[] } = {
  "\"same\" with strides, padded more behind than before": [
    [[8, 10, 3], conv2d(4, 3, { strides: 2, padding: "same" })],
    [[16, 16, 16], conv2d(16, 3, { strides: 2, padding: "same" })],
    [[9, 7, 4], conv2d(5, [5, 2], { strides: [3, 2], padding: "same" })],
    [[8, 8, 16], conv2d(32, 4, { padding: "same" })],
  ],
  "edges of their own": [
    [[7, 6, 3], conv2d(4, 3, { padding: [[2, 0], [1, 3]] })],
    [[7, 6, 16], conv2d(16, 3, { strides: 2, padding: [[0, 2], [3, 1]] })],
  ],
  "more padding than the kernel": [[[5, 5, 2], conv2d(3, 2, { padding: 3 })], [[5, 5, 16], conv2d(16, 1, { padding: 2 })]],
  "the last rows and columns unseen": [[[8, 9, 3], conv2d(4, 3, { strides: 3 })], [[10, 11, 16], conv2d(16, 3, { strides: 4 })], [[9, 9, 16], conv2d(16, 2, { strides: 5 })]],
  "dilated": [[[11, 9, 3], conv2d(4, 3, { dilationRate: [2, 3], padding: "same" })], [[12, 12, 16], conv2d(16, 3, { dilationRate: 2, strides: 2, padding: 2 })]],
  "in groups": [[[8, 8, 6], conv2d(9, 3, { groups: 3, padding: 1 })], [[8, 8, 32], conv2d(32, 3, { groups: 2, strides: 2, padding: 1 })]],
  "depthwise": [
    [[9, 8, 6], depthwiseConv2d(3, { padding: "same" })],
    [[10, 10, 16], depthwiseConv2d(3, { strides: 2, padding: "same" })],
    [[9, 8, 4], depthwiseConv2d(3, { depthMultiplier: 3, strides: 2, padding: 1 })],
    [[9, 8, 5], depthwiseConv2d(3, { dilationRate: 2, depthMultiplier: 2 })],
    [[9, 8, 4], separableConv2d(6, 3, { depthMultiplier: 2, padding: "same" })],
  ],
  "1×1": [[[8, 8, 16], conv2d(32, 1)], [[8, 7, 5], conv2d(3, 1, { strides: 2 })], [[8, 8, 16], conv2d(16, 1, { strides: 2, useBias: false })], [[1, 1, 16], conv2d(16, 1)]],
  "one and three channels": [[[28, 28, 1], conv2d(16, 3)], [[28, 28, 1], conv2d(6, 5, { padding: 2 })], [[16, 16, 3], conv2d(16, 3, { padding: 1 })], [[16, 16, 3], conv2d(16, 7, { strides: 2, padding: 3 })]],
  "sixteen channels and more": [[[16, 16, 16], conv2d(16, 3, { padding: 1 })], [[8, 8, 32], conv2d(48, 3, { padding: 1 })], [[6, 6, 32], conv2d(16, 3)], [[16, 16, 16], conv2d(32, 3, { strides: 2, padding: 1 })], [[15, 15, 16], conv2d(16, 3, { strides: 2, padding: 1 })], [[4, 4, 64], conv2d(64, 3, { padding: 1 })], [[2, 2, 32], conv2d(32, 3, { padding: 1 })]],
  "one filter": [[[8, 8, 16], conv2d(1, 3, { padding: 1 })], [[8, 8, 1], conv2d(1, 3)]],
  "kernels that are no squares": [[[8, 9, 3], conv2d(4, [1, 7], { padding: "same" })], [[8, 9, 16], conv2d(16, [7, 1], { padding: "same" })], [[9, 8, 3], conv2d(4, [5, 2], { strides: [1, 3] })]],
  "kernels as large as the maps": [[[5, 6, 8], conv2d(7, [5, 6])], [[4, 4, 16], conv2d(16, 4)]],
  "sequences": [
    [[12, 5], conv1d(7, 3)],
    [[12, 5], conv1d(7, 3, { padding: [4, 0], dilationRate: 2 })],
    [[13, 4], conv1d(6, 4, { strides: 3, padding: "same", groups: 2 })],
    [[16, 16], conv1d(16, 3, { strides: 2, padding: 1 })],
    [[10, 3], conv1d(4, 2, { padding: [1, 0] })],
  ],
  "transposed": [
    [[4, 5, 6], conv2dTranspose(4, 2, { strides: 2 })],
    [[5, 4, 16], conv2dTranspose(16, 3, { strides: 2, padding: 1, outputPadding: 1 })],
    [[4, 4, 4], conv2dTranspose(6, [3, 2], { strides: [3, 2], padding: "same" })],
    [[5, 5, 6], conv2dTranspose(9, 3, { groups: 3, dilationRate: 2 })],
    [[5, 5, 3], conv2dTranspose(2, 3, { dilationRate: 3, outputPadding: 2 })],
    [[7, 3], conv1dTranspose(4, 4, { strides: 2, padding: 1 })],
  ],
};

describe.each(Object.entries(cases))("%s", (_, list) => {
  test.each(list.map(([shape, layer]) => [`[${shape.join(", ")}] ${JSON.stringify(layer)}`, shape, layer] as const))("%s", async (__, shape, layer) => {
    await agrees(graph("one", shape, { layer }), { training: true, batch: 3 });
  });
});

test("one sample, and pixels that nothing is asked of", async () => {
  await agrees(graph("one", [8, 8, 3], { conv: conv2d(4, 3, { padding: "same", strides: 2 }) }), { training: true, batch: 1 });
});
