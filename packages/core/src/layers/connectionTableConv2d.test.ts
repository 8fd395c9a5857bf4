import { expect, test } from "vitest";
import { connectionTableConv2d, conv2d, dense, graph, inferShapes, lenetTable, macs, outputShape, parameters, rbf, subsampling2d, weights, type Layer } from "../index.ts";

/** LeNet-5 as its paper counts it; squashing has no weights and no connections. */
const lenet: { readonly [name: string]: Layer } = {
  c1: conv2d(6, 5), s2: subsampling2d(), c3: connectionTableConv2d(lenetTable, 5), s4: subsampling2d(), c5: conv2d(120, 5), f6: dense(84), flatten: { kind: "flatten" }, output: rbf(10, { codes: Array.from({ length: 10 }, () => "+".repeat(84)) }),
};

test("LeNet-5: 156 + 12 + 1,516 + 32 + 48,120 + 10,164 = 60,000 parameters and 340,908 connections", () => {
  const built = graph("lenet", [32, 32, 1], lenet);
  const shapes = inferShapes(built);
  expect(built.nodes.map(({ name }) => shapes.get(name))).toEqual([[28, 28, 6], [14, 14, 6], [10, 10, 16], [5, 5, 16], [1, 1, 120], [1, 1, 84], [84], [10]]);
  const of = (name: string): [number, number] => {
    const { layer, inputs } = built.nodes.find((node) => node.name === name) ?? { layer: dense(1), inputs: [] };
    const given = inputs.map((input) => shapes.get(input) ?? []);
    const own = Object.entries(weights(layer, given)).filter(([, spec]) => spec.trainable);
    const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
    const outputs = size(shapes.get(name) ?? []);
    return [own.reduce((sum, [, { shape }]) => sum + size(shape), 0), macs(layer, given) + (own.some(([weight]) => weight === "bias") ? outputs : 0)];
  };
  expect(["c1", "s2", "c3", "s4", "c5", "f6", "output"].map(of)).toEqual([[156, 122_304], [12, 5_880], [1_516, 151_600], [32, 2_000], [48_120, 48_120], [10_164, 10_164], [0, 840]]);
  expect(parameters(built)).toEqual({ trainable: 60_000, nonTrainable: 840 });
});

test("six of C3's maps see three of S2's, nine see four, one sees all; every map of S2 is seen by ten", () => {
  expect(lenetTable.map((seen) => seen.length)).toEqual([3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6]);
  expect([0, 1, 2, 3, 4, 5].map((channel) => lenetTable.filter((seen) => seen.includes(channel)).length)).toEqual([10, 10, 10, 10, 10, 10]);
});

test("a full table is a convolution", () => {
  const full = connectionTableConv2d([[0, 1, 2], [0, 1, 2]], 3, { padding: 1 });
  const [ours, theirs] = [full, conv2d(2, 3, { padding: 1 })].map((x) => graph("one", [8, 8, 3], { x }));
  expect(ours && parameters(ours)).toEqual(theirs && parameters(theirs));
  expect(macs(full, [[8, 8, 3]])).toBe(macs(conv2d(2, 3, { padding: 1 }), [[8, 8, 3]]));
});

test("refused: a channel twice, a channel that is not there, an empty entry", () => {
  expect(() => connectionTableConv2d([[0, 1], [2, 2]], 3)).toThrowErrorMatchingInlineSnapshot(`[LayerError: connectionTableConv2d: a filter must see a channel once. Received table[1]=[2, 2]. Leave out what is there twice.]`);
  expect(() => outputShape(connectionTableConv2d(lenetTable, 5), [[14, 14, 4]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: connectionTableConv2d: the table must name channels of the input. Received channel 5 of 14×14×4. The last is 3: channels count from 0.]`);
  expect(() => connectionTableConv2d([[0], []], 3)).toThrowErrorMatchingInlineSnapshot(`[LayerError: connectionTableConv2d: table must be a list of at least 1, each a list of at least 1, each a whole number ≥ 0. Received [[0],[]].]`);
});
