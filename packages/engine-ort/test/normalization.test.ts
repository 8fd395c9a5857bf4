import { batchNormalization, conv2d, flatten, graph, dense, groupNormalization, layerNormalization, product, relu, shared, type BatchNormalizationOptions, type Kind } from "@convscope/core";
import { meanSquaredError, network, sgd, type Arrays } from "@convscope/nn";
import { expectClose, graphOf, layersByKind, type Placed } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agrees } from "./agrees.ts";
import { ortOn } from "./engines.ts";

const normalizations = ["batchNormalization", "groupNormalization", "layerNormalization", "localResponseNormalization"] as const satisfies readonly Kind[];

/** Of two values each normalised one is 1 or −1, whatever they are, and its gradient holds nothing but rounding. */
const hasMany = ({ layer, inputs: [shape = []] }: Placed): boolean => layer.kind !== "layerNormalization" || (layer.axes === "last" ? (shape.at(-1) ?? 1) : product(shape)) > 3;

describe.each(normalizations)("%s", (kind) => {
  const placed: fc.Arbitrary<Placed> = layersByKind[kind];

  test.each([true, false])("has the cpu engine's values, gradients and remembered statistics; training: %s", async (training) => {
    await fc.assert(fc.asyncProperty(placed.filter(hasMany), fc.integer({ min: 4, max: 6 }), fc.integer({ min: 1, max: 99 }), (one, batch, seed) => agrees(graphOf(one), { batch, seed, training })), { numRuns: 15 });
  });
});

test.each<readonly [string, readonly number[]]>([["vectors", [5]], ["sequences", [7, 3]], ["maps", [5, 4, 3]]])("batch normalisation of %s, with and without each of its options", async (_, shape) => {
  const options: readonly BatchNormalizationOptions[] = [{}, { scale: false }, { center: false }, { scale: false, center: false }, { momentum: 0.5 }, { momentum: 1 }, { trackRunningStats: false }, { epsilon: 0.01 }];
  for (const option of options) for (const training of [true, false]) await agrees(graph("one", shape, { bn: batchNormalization(option) }), { training, batch: 6 });
});

test("numbers far from 0 keep their variance", async () => {
  for (const layer of [batchNormalization(), groupNormalization(1), layerNormalization()]) await agrees(graph("far", [4, 4, 6], { layer }), { training: true, batch: 4, draw: (u) => 20 + u, tolerance: 1e-4 });
});

test("behind and before other layers, and one for two nodes", async () => {
  const net = graph("net", [6, 6, 2], { conv: conv2d(4, 3, { useBias: false }), bn: batchNormalization(), gn: groupNormalization(2), flatten: flatten(), bn2: batchNormalization(), fc: dense(3) });
  await agrees(net, { training: true, batch: 5, tolerance: 1e-4 });
  await agrees(net, { batch: 5 });
  const twice = shared({ conv: conv2d(3, 3, { padding: "same" }), bn: batchNormalization() });
  await agrees(graph("shared", [5, 5, 3], { a: twice, relu: relu(), b: twice }), { training: true, batch: 4, tolerance: 1e-4 });
});

test("what does not train keeps its statistics, and uses them", async () => {
  const net = await network(graph("net", [3], { bn: batchNormalization(), fc: dense(2) }), { engine: await ortOn(1), seed: 1 });
  const step = async (trainable: readonly string[]): Promise<Arrays> => {
    await net.step({ inputs: { input: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 5, 6, 7) } }, targets: { fc: { shape: [2, 2], data: new Float32Array(4) } } }, { objective: { fc: { loss: meanSquaredError(), weight: 1 } }, optimizer: sgd(), trainable });
    return net.weights();
  };
  expect([...((await step(["fc.weight"]))["bn.running_mean"]?.data ?? [])]).toEqual([0, 0, 0]);
  // A tenth of the way to the batch's own, of which the variance is that of a sample: 8.
  const after = await step(["fc.weight", "bn.bias"]);
  expectClose(after["bn.running_mean"]?.data ?? [], [0.3, 0.4, 0.5]);
  expectClose(after["bn.running_var"]?.data ?? [], [1.7, 1.7, 1.7]);
  net.dispose();
});

test("a single value per channel is refused in training", async () => {
  const net = await network(graph("net", [3], { bn: batchNormalization() }), { engine: await ortOn(1) });
  const inputs = { input: { shape: [1, 3], data: Float32Array.of(1, 2, 3) } };
  await expect(net.run(inputs, { training: true })).rejects.toThrowErrorMatchingInlineSnapshot(`[LayerError: bn (batchNormalization): training needs more than one value per channel. Received a batch of 1 × 3, which has one. Use a larger batch, or layerNormalization.]`);
  net.dispose();
});
