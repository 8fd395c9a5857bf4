import { add, branches, conv2d, dense, dropout, flatten, globalAveragePooling2d, graph, relu, type Graph } from "@convscope/core";
import { expect, onTestFinished, test } from "vitest";
import { arrayData, network, useBackend, type Network } from "../index.ts";
import { features, headInput } from "./features.ts";

const pictures = { shape: [5, 3, 3, 1], data: Float32Array.from({ length: 45 }, (_, i) => i - 20) };
const labels = { shape: [5], data: Int32Array.of(0, 1, 0, 1, 1) };

/** One convolution of a single weight 2, so that features can be seen by hand. */
const net: Graph = graph("net", [3, 3, 1], { conv: conv2d(1, 1, { useBias: false }), relu: relu(), pool: globalAveragePooling2d(), drop: dropout(0.5), fc: dense(2) });

async function doubled(): Promise<Network> {
  const made = await network(net, { engine: await useBackend("cpu"), seed: 1 });
  onTestFinished(() => made.dispose());
  await made.setWeights({ "conv.weight": { shape: [1, 1, 1, 1], data: Float32Array.of(2) } });
  return made;
}

const data = arrayData({ inputs: { input: pictures }, targets: { fc: labels } });

test("features are what goes into the head, batch by batch, without dropout", async () => {
  const found = await features(await doubled(), data, { batchSize: 2 });
  // Means over 9 pixels −20 … −12, −11 … −3, −2 … 6, 7 … 15, 16 … 24, what is negative cut away, doubled.
  const expected = [0, 0, (2 * 21) / 9, 22, 40];
  expect(found.features.shape).toEqual([5, 1]);
  found.features.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 5));
  expect(found.labels).toEqual(labels);
});

test("any node will do, and maps are laid in a row", async () => {
  const net = await doubled();
  const maps = await features(net, data, { node: "conv" });
  expect(maps.features).toEqual({ shape: [5, 9], data: pictures.data.map((value) => 2 * value) });
  expect((await features(net, data, { node: "input" })).features).toEqual({ shape: [5, 9], data: pictures.data });
  await expect(features(net, data, { node: "cnv" })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: net: there is no node "cnv". Did you mean "conv"?]`);
  await expect(features(net, { ...data, length: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: features: data must have at least one sample. Received none.]`);
});

test("where the head is the first layer it takes the input, and one that takes several is asked about", () => {
  expect(headInput(graph("row", [4], { fc: dense(2) }))).toBe("input");
  expect(headInput(graph("sum", [4], { f: dense(3), "": branches({ a: dense(2), b: dense(2) }, add()) }))).toBe("f");
  expect(() => headInput(graph("two", [2, 2, 1], { "": branches({ a: [flatten(), dense(2)], b: [flatten(), relu(), dense(2)] }, add()) }))).toThrowErrorMatchingInlineSnapshot(`[GraphError: two: a single node must go into the head for its values to be the features. Received a.0, b.1, which go into a.1, b.2. Name the node that is meant.]`);
  expect(() => headInput(graph("none", [4], { r: relu() }))).toThrowErrorMatchingInlineSnapshot(`[GraphError: none: a single node must go into the head for its values to be the features. Received no layer with weights. Name the node that is meant.]`);
});
