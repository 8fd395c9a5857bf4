import { add, branches, conv2d, dense, dropout, flatten, graph, relu, shared, softmax, weightSpecs, type Graph } from "@convscope/core";
import { expect, test } from "vitest";
import { fromTorch, headKeys, toTorch, type Arrays } from "./index.ts";

const net = (classes: number): Graph => graph("net", [4, 4, 1], { conv: conv2d(2, 3), relu: relu(), flatten: flatten(), drop: dropout(0.5), fc: dense(classes), p: softmax() });
const filled = (of: Graph, value: number): Arrays => Object.fromEntries([...weightSpecs(of)].map(([key, { shape }]) => [key, { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value) }]));

test("the head is the last layer with weights, of each output and each branch", () => {
  expect(headKeys(net(3))).toEqual(["fc.weight", "fc.bias"]);
  expect(headKeys(graph("sum", [4], { "": branches({ a: dense(2), b: dense(2, { useBias: false }) }, add()), p: softmax() }))).toEqual(["a.weight", "a.bias", "b.weight"]);
  const twice = shared(dense(4));
  expect(headKeys(graph("twice", [4], { a: twice, b: twice }))).toEqual(["a.weight", "a.bias"]);
  expect(headKeys(graph("none", [4], { p: softmax() }))).toEqual([]);
});

test("a net of other classes takes all but its head from the file", () => {
  const state = toTorch(net(10), filled(net(10), 1));
  const weights = fromTorch(net(3), state, { head: filled(net(3), 7) });
  expect(weights["conv.weight"]?.data[0]).toBe(1);
  expect(weights["fc.weight"]).toEqual({ shape: [8, 3], data: new Float32Array(24).fill(7) });
  expect(() => fromTorch(net(3), state)).toThrow(/fc\.weight: must be 8×3\. Received 8×10\./);
  const { "conv.bias": _, ...some } = state;
  expect(() => fromTorch(net(3), some, { head: filled(net(3), 7) })).toThrowErrorMatchingInlineSnapshot(`
    [GraphError: net: the arrays must fit the graph. 1 of them does not:
    conv.bias: missing, 2.]
  `);
  expect(() => fromTorch(net(3), state, { head: {} })).toThrowErrorMatchingInlineSnapshot(`
    [GraphError: net: the arrays must fit the graph. 2 of them do not:
    fc.weight: missing, 8×3.
    fc.bias: missing, 3.]
  `);
});
