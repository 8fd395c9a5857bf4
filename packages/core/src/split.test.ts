import { expect, test } from "vitest";
import { channelShuffle, concatenate, conv2d, graph, inferShapes, relu, split } from "./index.ts";

test("one half of the channels goes through a block, the other stays", () => {
  const net = graph("unit", [4, 4, 8], [split(2, { branch1: [], branch2: [conv2d(4, 1), relu()] }, concatenate()), channelShuffle(2)]);
  expect(net.nodes.map(({ name, inputs }) => `${name} ← ${inputs.join(", ")}`)).toEqual([
    "0.branch1.slice ← input",
    "0.branch2.slice ← input",
    "0.branch2.0 ← 0.branch2.slice",
    "0.branch2.1 ← 0.branch2.0",
    "0.concatenate ← 0.branch1.slice, 0.branch2.1",
    "1 ← 0.concatenate",
  ]);
  expect([...inferShapes(net).values()].map((shape) => shape.at(-1))).toEqual([8, 4, 4, 4, 4, 8, 8]);
});

test("parts of given sizes, in a list", () => {
  const net = graph("net", [2, 2, 6], split([1, 2, 3], [relu(), [], []], concatenate()));
  expect(net.nodes.map(({ name }) => name)).toEqual(["0.slice", "0", "1.slice", "2.slice", "concatenate"]);
  expect(inferShapes(net).get("concatenate")).toEqual([2, 2, 6]);
});

test("refused: a block too few, and channels that do not divide", () => {
  expect(() => split(3, [[], []], concatenate())).toThrowErrorMatchingInlineSnapshot(`[GraphError: split: there must be one block for each part. Received 2 blocks for 3 parts.]`);
  expect(() => graph("net", [2, 2, 7], split(2, [[], []], concatenate()))).toThrowErrorMatchingInlineSnapshot(`[LayerError: 0.slice (channelSlice): channels must divide into parts. Received 7 channels, parts=2. Nearest that divide: 6, 8.]`);
});
