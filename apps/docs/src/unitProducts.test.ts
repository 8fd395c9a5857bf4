import { averagePooling2d, conv2d, dense, depthwiseConv2d, flatten, globalAveragePooling2d, globalMaxPooling2d, graph, maxPooling2d, minPooling2d, nodeOf, relu, sumPooling2d } from "@convscope/core";
import { model } from "@convscope/models";
import { tfjsLoader, useBackend } from "@convscope/nn";
import { simd } from "@convscope/backend-simd";
import fc from "fast-check";
import { expect, test } from "vitest";
import { drawing, sized } from "./drawings.ts";
import { shownPatch, unitWork, valueAt, type UnitValues } from "./unitProducts.ts";
import { pathTo, samplesOf, shapeOf, valuesOf } from "./unitValues.ts";

const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });

const net = graph("every", [17, 15, 3], {
  plain: conv2d(6, [3, 5], { padding: "same", strides: [2, 1] }), relu: relu(), grouped: conv2d(4, 3, { groups: 2, padding: 1, dilationRate: 2, useBias: false }),
  depthwise: depthwiseConv2d(3, { depthMultiplier: 2, padding: 1 }), max: maxPooling2d(3, { strides: 2, padding: 1 }), mean: averagePooling2d(2, { strides: 1, padding: 1 }), inner: averagePooling2d(3, { strides: 1, padding: 1, countIncludePad: false }),
  least: minPooling2d(2, { strides: 1 }), sum: sumPooling2d(2, { strides: 1, padding: "same" }), spread: dense(5), flat: flatten(), scores: dense(10),
});

const x = samplesOf(sized("circle", 17, 15), 3);
const open = ["plain", "grouped", "depthwise", "max", "mean", "inner", "least", "sum", "spread", "scores"];

test.each(open)("%s: every unit's products come to the number of the engine", async (node) => {
  const values = await valuesOf(net, node, x, engine, 7);
  const { layer } = nodeOf(net, node);
  fc.assert(fc.property(fc.tuple(...shapeOf(net, node).map((size) => fc.integer({ min: 0, max: size - 1 }))), (unit) => {
    const work = unitWork(layer, values, unit);
    expect(work?.value).toBeCloseTo(valueAt(values.output, unit), 4);
    // The sums of the channels are those of the patches that are shown.
    work?.channels.forEach((_, i) => {
      const terms = work.patch(i).flat().filter(({ outside }) => !outside).map(({ product }) => product);
      const want = { sum: () => terms.reduce((a, b) => a + b, 0), mean: () => terms.reduce((a, b) => a + b, 0), largest: () => Math.max(...terms), smallest: () => Math.min(...terms) }[work.rule]();
      expect(work.sums[i]).toBeCloseTo(want, 6);
    });
  }), { numRuns: 25 });
});

test("global poolings", async () => {
  for (const pool of [globalAveragePooling2d(), globalMaxPooling2d()]) {
    const whole = graph("whole", [12, 13, 3], { pool });
    const values = await valuesOf(whole, "pool", samplesOf(sized("square", 12, 13), 3), engine, 1);
    for (const unit of [[0], [2]]) expect(unitWork(pool, values, unit)?.value).toBeCloseTo(valueAt(values.output, unit), 5);
  }
});

test("by hand: a kernel of 2×2 over a corner, with a bias", () => {
  const values: UnitValues = {
    inputs: [{ shape: [2, 2, 1], data: Float32Array.of(1, 2, 3, 4) }], output: { shape: [3, 3, 1], data: new Float32Array(9) },
    weights: { weight: { shape: [2, 2, 1, 1], data: Float32Array.of(1, -1, 2, 5) }, bias: { shape: [1], data: Float32Array.of(0.5) } },
  };
  // Only the kernel's last weight meets the picture.
  expect(unitWork(conv2d(1, 2, { padding: 1 }), values, [0, 0, 0])).toMatchObject({ rule: "sum", channels: [0], sums: [5], bias: 0.5, value: 5.5 });
  expect(unitWork(conv2d(1, 2, { padding: 1 }), values, [1, 1, 0])).toMatchObject({ sums: [1 - 2 + 6 + 20], value: 25.5 });
  expect(unitWork(relu(), values, [0, 0, 0])).toBeUndefined();
});

test("a network of the zoo, as far as its node", async () => {
  const mobile = model("mobilenet_v2", { inputShape: [32, 32, 3], classes: 10 });
  const node = "features.3.conv.1.0";
  const values = await valuesOf(mobile, node, samplesOf(sized("triangle", 32, 32), 3), engine, 0);
  expect(values.inputs[0]?.shape.slice(0, 2)).toEqual([8, 8]);
  expect(unitWork(nodeOf(mobile, node).layer, values, [1, 2, 5])?.value).toBeCloseTo(valueAt(values.output, [1, 2, 5]), 5);
  expect(pathTo(mobile, node).nodes.length).toBeLessThan(mobile.nodes.length / 2);
});

test("what is too large, or no picture, is said in words", () => {
  expect(() => pathTo(model("vgg16"), "classifier.6")).toThrowErrorMatchingInlineSnapshot(`[GraphError: classifier.6: the way to it takes 15,470,264,320 multiplications and 138,357,544 weights; a tab runs at most 5,000,000,000 and 30,000,000. Choose an earlier layer, a smaller input or fewer classes.]`);
  expect(() => pathTo(model("text_cnn"), model("text_cnn").outputs[0] ?? "")).toThrowErrorMatchingInlineSnapshot(`[GraphError: text_cnn: only a network whose one input is a picture is run here. It takes input.]`);
  expect(pathTo(model("vgg16"), "features.2").nodes.length).toBe(3);
});

test("pictures as networks take them, and patches that are too large to show", () => {
  expect(samplesOf(drawing("digit 3"), 3).shape).toEqual([1, 28, 28, 3]);
  expect(samplesOf(drawing("circle"), 1).shape).toEqual([1, 48, 48, 1]);
  const terms = Array.from({ length: 30 }, (_, i) => ({ at: [i], x: 1, weight: i, product: i, outside: false }));
  expect(shownPatch([terms])).toMatchObject({ others: 6, rest: 15 });
  expect(shownPatch([terms.slice(0, 3)])).toMatchObject({ grid: [terms.slice(0, 3)] });
});
