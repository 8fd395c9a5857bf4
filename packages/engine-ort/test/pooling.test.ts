import { adaptiveAveragePooling2d, adaptiveMaxPooling2d, averagePooling1d, averagePooling2d, branches, conv2d, from, globalMaxPooling2d, graph, maxPooling1d, maxPooling2d, minPooling2d, relu, roiPooling, type Kind, type Layer, type Shape } from "@convscope/core";
import { network } from "@convscope/nn";
import { graphOf, layersByKind, type Placed } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agrees } from "./agrees.ts";
import { ortOn } from "./engines.ts";

const poolings = [
  "adaptiveAveragePooling2d", "adaptiveMaxPooling2d", "averagePooling1d", "averagePooling2d", "gaussianPooling2d", "globalAveragePooling1d", "globalAveragePooling2d",
  "globalMaxPooling1d", "globalMaxPooling2d", "l2Pooling2d", "maxPooling1d", "maxPooling2d", "maxUnpooling2d", "minPooling2d", "roiPooling", "subsampling2d", "sumPooling2d",
] as const satisfies readonly Kind[];

/** A picture so flat that most windows have several largest values; boxes lie around it. */
const flat = (kind: Kind) => (u: number, input: number): number => (kind === "roiPooling" && input === 1 ? 12 * u - 1 : Math.floor(3 * u));

describe.each(poolings)("%s", (kind) => {
  const placed: fc.Arbitrary<Placed> = layersByKind[kind];

  test("has the cpu engine's values and gradients", async () => {
    await fc.assert(fc.asyncProperty(placed, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 99 }), (one, batch, seed) => agrees(graphOf(one), { batch, seed, training: true })), { numRuns: 10 });
  });

  test("on flat backgrounds too, where the first of the largest takes the gradient", async () => {
    await fc.assert(fc.asyncProperty(placed, fc.integer({ min: 1, max: 99 }), (one, seed) => agrees(graphOf(one), { seed, draw: flat(kind) })), { numRuns: 10 });
  });
});

/** What nets are made of, large enough that every way to write a pooling is met. */
const cases: readonly (readonly [Shape, Layer])[] = [
  [[28, 28, 4], maxPooling2d(2)],
  [[8, 8, 16], maxPooling2d(2)],
  [[7, 9, 3], maxPooling2d(2)],
  [[8, 6, 3], maxPooling2d([2, 3])],
  [[12, 12, 3], maxPooling2d([4, 1], { strides: [4, 1] })],
  [[16, 16, 16], maxPooling2d(3, { strides: 2, padding: 1 })],
  [[15, 15, 3], maxPooling2d(3, { strides: 2 })],
  [[9, 7, 3], maxPooling2d(3, { strides: 2, padding: "same" })],
  [[9, 9, 3], maxPooling2d(2, { strides: 3 })],
  [[9, 9, 3], maxPooling2d(3, { strides: 2, ceilMode: true, padding: [[1, 0], [0, 1]] })],
  [[10, 10, 2], maxPooling2d(3, { strides: 1, dilationRate: 2 })],
  // Padding as large as the window.
  [[10, 10, 2], maxPooling2d(2, { strides: 1, dilationRate: 3, padding: "same" })],
  [[12, 3], maxPooling1d(2)],
  [[11, 3], maxPooling1d(3, { strides: 2, padding: "same" })],
  [[8, 8, 3], averagePooling2d(2)],
  [[7, 9, 3], averagePooling2d(2)],
  [[6, 8, 3], averagePooling2d([3, 2])],
  [[5, 4, 3], averagePooling2d([5, 4])],
  [[16, 16, 8], averagePooling2d(3, { strides: 2, padding: 1 })],
  [[9, 7, 3], averagePooling2d(3, { strides: 1, padding: "same" })],
  [[9, 7, 3], averagePooling2d(3, { strides: 2, padding: [[1, 0], [0, 1]], ceilMode: true, countIncludePad: false })],
  [[9, 9, 3], averagePooling2d(2, { strides: 3 })],
  [[12, 3], averagePooling1d(3)],
  [[7, 7, 3], adaptiveMaxPooling2d([3, 2])],
  [[7, 7, 3], adaptiveAveragePooling2d([3, 2])],
  [[6, 9, 3], adaptiveMaxPooling2d(3)],
];

test.each(cases.map(([shape, layer]) => [`[${shape.join(", ")}] ${JSON.stringify(layer)}`, shape, layer] as const))("%s", async (_, shape, layer) => {
  const of = graph("one", shape, { layer });
  await agrees(of, { batch: 3 });
  await agrees(of, { batch: 3, draw: (u) => Math.floor(2 * u) });
});

test("a picture on a black background, behind a convolution: nearly all windows are flat", async () => {
  const net = graph("net", [14, 14, 1], { conv1: conv2d(4, 3), relu1: relu(), pool1: maxPooling2d(2), conv2: conv2d(4, 3, { padding: "same" }), relu2: relu(), pool2: maxPooling2d(3, { strides: 2 }) });
  await agrees(net, { training: true, batch: 3, draw: (u) => Math.max(8 * u - 7, 0) });
});

/** The gradient of a picture that is the same everywhere, when 1, 2, 3, … come back to its windows. */
async function flatGradient(layer: Layer, size: number): Promise<number[]> {
  const net = await network(graph("flat", [size, size, 1], { layer }), { engine: await ortOn(1) });
  const inputs = { input: { shape: [1, size, size, 1], data: new Float32Array(size * size).fill(7) } };
  const { layer: { shape = [], data = [] } = {} } = await net.run(inputs);
  const gradients = await net.gradients({ inputs, of: { upstream: { layer: { shape, data: Float32Array.from(data, (_, i) => i + 1) } } }, withRespectTo: { inputs: ["input"] } });
  net.dispose();
  // Adding 0 takes the sign off a zero.
  return Array.from(gradients.inputs["input"]?.data ?? [], (x) => x + 0);
}

test("the first of equal maxima takes the gradient, and one that is the maximum of several windows all of theirs", async () => {
  for (const layer of [maxPooling2d(2), globalMaxPooling2d(), adaptiveMaxPooling2d(1), minPooling2d(2)]) expect(await flatGradient(layer, 2)).toEqual([1, 0, 0, 0]);
  expect(await flatGradient(maxPooling2d(2), 4)).toEqual([1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0]);
  // Windows of 3×3, one row and one column apart: 2×2 of them, of which the first values are the corner that they begin at.
  expect(await flatGradient(maxPooling2d(3, { strides: 1 }), 4)).toEqual([1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  // With padding around, all four begin in it or on the edge, and three of them share the first value that is no padding.
  expect(await flatGradient(maxPooling2d(3, { padding: 1, strides: 1 }), 2)).toEqual([10, 0, 0, 0]);
  expect(await flatGradient(averagePooling2d(2, { strides: 1 }), 3)).toEqual([0.25, 0.75, 0.5, 1, 2.5, 1.5, 0.75, 1.75, 1]);
});

test("boxes: whole maps, one place, places of no map", async () => {
  const of = graph("regions", { maps: [6, 5, 2], boxes: [4, 4] }, { pool: branches([from("maps"), from("boxes")], roiPooling([3, 2])) });
  const boxes = [0, 0, 4, 5, 2, 2, 2, 2, 9, 9, 12, 12, -3, -2, 1, 8];
  const maps = Float32Array.from({ length: 2 * 60 }, (_, i) => Math.floor(3 * (1 + Math.sin(1.7 * i))));
  await agrees(of, { inputs: { maps: { shape: [2, 6, 5, 2], data: maps }, boxes: { shape: [2, 4, 4], data: Float32Array.from([...boxes, ...boxes]) } } });
});
