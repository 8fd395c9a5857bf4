import { batchNormalization, conv2d, dense, flatten, graph, relu, shared, type Graph } from "@convscope/core";
import { expect, test } from "vitest";
import { freeze, trunkNodes, type Freezing } from "./freeze.ts";

const net: Graph = graph("net", [6, 6, 1], {
  conv1: conv2d(2, 3), bn1: batchNormalization(), relu: relu(),
  layer1: { 0: conv2d(2, 3, { useBias: false }), 1: relu() },
  flatten: flatten(), fc: dense(3),
});

/** What trains, and how fast, in an epoch. */
const at = ({ trainable, rates }: Freezing, epoch: number): unknown => [typeof trainable === "function" ? trainable(epoch) : trainable, typeof rates === "function" ? rates(epoch) : rates];

test("the trunk is everything but the head", () => {
  expect(trunkNodes(net)).toEqual(["conv1", "bn1", "relu", "layer1.0", "layer1.1", "flatten"]);
  expect(at(freeze(net), 1)).toEqual([["fc.weight", "fc.bias"], {}]);
  expect(at(freeze(net), 1000)).toEqual([["fc.weight", "fc.bias"], {}]);
});

test("layers are frozen up to a node or a part, or one by one", () => {
  const open = (options: Parameters<typeof freeze>[1]): unknown => (at(freeze(net, options), 1) as unknown[])[0];
  expect(open({ until: "bn1" })).toEqual(["layer1.0.weight", "fc.weight", "fc.bias"]);
  expect(open({ until: "layer1" })).toEqual(["fc.weight", "fc.bias"]);
  expect(open({ nodes: ["layer1"] })).toEqual(["conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias", "fc.weight", "fc.bias"]);
});

test("thawed layers learn at their own rate", () => {
  const some = freeze(net, { until: "conv1", thaw: 3, thawRate: 0.05 });
  const rest = ["bn1.weight", "bn1.bias", "layer1.0.weight", "fc.weight", "fc.bias"];
  expect(at(some, 2)).toEqual([rest, {}]);
  expect(at(some, 3)).toEqual([["conv1.weight", "conv1.bias", ...rest], { "conv1.weight": 0.05, "conv1.bias": 0.05 }]);
  expect(at(freeze(net, { thaw: 1 }), 1)).toEqual([["conv1.weight", "conv1.bias", ...rest], Object.fromEntries(["conv1.weight", "conv1.bias", ...rest.slice(0, 3)].map((key) => [key, 0.1]))]);
});

test("what shares its weights with the head is part of it", () => {
  const twice = shared(dense(4));
  expect(trunkNodes(graph("twice", [4], { first: dense(4), a: twice, b: twice }))).toEqual(["first"]);
});

test("refusals", () => {
  expect(() => freeze(net, { until: "layer2" })).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: there is no node or part "layer2". Did you mean "layer1"? Parts: conv1, bn1, relu, layer1, flatten, fc.]`);
  expect(() => freeze(net, { until: "fc" })).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: freeze must leave something to train. Received fc, which is all of it. Freeze up to an earlier node.]`);
  expect(() => freeze(net, { until: "fc", nodes: ["fc"] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: freeze: until and nodes both say what is frozen. Give one.]`);
  expect(() => freeze(net, { thawRate: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: freeze: thawRate must be a finite number > 0. Received 0.]`);
  expect(() => freeze(net, { thaw: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: freeze: thaw must be a whole number ≥ 1. Received 0.]`);
});
