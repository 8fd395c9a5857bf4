import * as fc from "fast-check";
import { convolveByLoops, type Numbers } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import {
  batchNormalization, conv2d, dense, flatten, globalAveragePooling2d, graph, inferShapes, inputShapes, macsByNode, maxPooling2d, normalization, parameters, parametersByNode, product, relu, shared, totalMacs, weightSpecs, type Block, type Graph,
} from "../index.ts";

describe("a net that can be counted by hand", () => {
  // conv 3·3·3·8 + 8 = 224, BN 2·8 learned and 2·8 remembered, dense 8·10 + 10 = 90
  const net = graph("hand", [8, 8, 3], { conv: conv2d(8, 3), bn: batchNormalization(), relu: relu(), pool: globalAveragePooling2d(), fc: dense(10) });

  test("parameters, trainable and not, by node and in all", () => {
    expect([...parametersByNode(net)]).toEqual([
      ["conv", { trainable: 224, nonTrainable: 0 }], ["bn", { trainable: 16, nonTrainable: 16 }], ["relu", { trainable: 0, nonTrainable: 0 }],
      ["pool", { trainable: 0, nonTrainable: 0 }], ["fc", { trainable: 90, nonTrainable: 0 }],
    ]);
    expect(parameters(net)).toEqual({ trainable: 330, nonTrainable: 16 });
    expect([...weightSpecs(net).keys()]).toEqual(["conv.weight", "conv.bias", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var", "fc.weight", "fc.bias"]);
  });

  test("MACs: 6·6 places × 3·3·3 × 8, then 8 × 10", () => {
    expect([...macsByNode(net).values()]).toEqual([7776, 0, 0, 0, 80]);
    expect(totalMacs(net)).toBe(7856);
  });

  test("fixed statistics are not trainable: means, variances and, as Keras keeps it, the count of what they were measured on", () => {
    expect(parameters(graph("fixed", [8, 8, 3], { n: normalization({ mean: [0, 0, 0], variance: [1, 1, 1] }), conv: conv2d(1, 1) }))).toEqual({ trainable: 4, nonTrainable: 7 });
  });
});

test("a shared block has its parameters once, and its MACs wherever it stands", () => {
  const block = shared({ conv: conv2d(4, 3, { padding: 1 }), bn: batchNormalization() });
  const twice = graph("twice", [8, 8, 4], { a: block, act: relu(), b: block });
  const once = graph("once", [8, 8, 4], { a: block });
  expect(parameters(twice)).toEqual(parameters(once));
  expect(parametersByNode(twice).get("b.conv")).toEqual({ trainable: 0, nonTrainable: 0 });
  expect([...weightSpecs(twice).keys()]).toEqual([...weightSpecs(once).keys()]);
  expect(totalMacs(twice)).toBe(2 * totalMacs(once));
});

const zeros = (shape: readonly number[]): Numbers => ({ shape, data: new Float32Array(product(shape)) });

/** What nested loops come to: kernels as arrays, and a count of every product. */
const countByLoops = (net: Graph): { params: number; macs: number } => {
  const shapes = inferShapes(net);
  let [params, macs] = [0, 0];
  for (const node of net.nodes) {
    const [input = []] = inputShapes(node, shapes);
    const { layer } = node;
    if (layer.kind === "conv2d") {
      const kernel = zeros([...layer.kernelSize, (input[2] ?? 0) / layer.groups, layer.filters]);
      if (layer.padding === "same") throw new Error("the loops need numbers");
      macs += convolveByLoops(zeros([1, ...input]), kernel, { strides: layer.strides, dilationRate: layer.dilationRate, groups: layer.groups, pads: layer.padding }).macs;
      params += kernel.data.length + (layer.useBias ? layer.filters : 0);
    }
    if (layer.kind === "dense") {
      for (let unit = 0; unit < layer.units; unit++) {
        for (let i = 0; i < product(input); i++) {
          macs++;
          params++;
        }
        if (layer.useBias) params++;
      }
    }
    if (layer.kind === "batchNormalization") for (let c = 0; c < (input.at(-1) ?? 0); c++) params += 2;
  }
  return { params, macs };
};

test("parameters and MACs of a chain are what loops count", () => {
  const size = fc.integer({ min: 1, max: 3 });
  // So much padding that even a kernel that spans 5 fits what strides have left.
  const edge = fc.integer({ min: 2, max: 3 });
  const convolution = fc
    .record({ groups: fc.constantFrom(1, 2), multiple: fc.integer({ min: 1, max: 3 }), kernel: fc.tuple(size, size), strides: fc.tuple(size, size), dilationRate: fc.integer({ min: 1, max: 2 }), padding: fc.tuple(fc.tuple(edge, edge), fc.tuple(edge, edge)), useBias: fc.boolean() })
    .map(({ multiple, kernel, ...options }): Block => conv2d(2 * multiple, kernel, options));
  const step = fc.oneof({ weight: 3, arbitrary: convolution }, fc.constantFrom<Block>(batchNormalization(), relu(), maxPooling2d(2, { padding: 1, strides: 1 })));
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 9 }), fc.array(step, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 5 }), fc.boolean(), (h, w, steps, units, useBias) => {
      const net = graph("chain", [h, w, 2], [...steps, flatten(), dense(units, { useBias })]);
      expect({ params: parameters(net).trainable, macs: totalMacs(net) }).toEqual(countByLoops(net));
    }),
  );
});
