import { expect, test } from "vitest";
import { checkWeights, conv2d, dense, flatten, graph, shared } from "./index.ts";

const net = graph("tiny", [28, 28, 1], { conv1: conv2d(8, 3), flatten: flatten(), fc: dense(10) });
const right = { "conv1.weight": [3, 3, 1, 8], "conv1.bias": [8], "fc.weight": [5_408, 10], "fc.bias": [10] };

test("arrays that fit are accepted", () => {
  expect(() => checkWeights(net, right)).not.toThrow();
});

test("everything that does not fit is said at once", () => {
  const { "fc.bias": _, ...some } = right;
  expect(() => checkWeights(net, { ...some, "conv1.weight": [3, 3, 3, 8], "fc.bais": [10], "extra.running_mean": [8] })).toThrowErrorMatchingInlineSnapshot(`
    [GraphError: tiny: the arrays must fit the graph. 4 of them do not:
    conv1.weight: must be 3×3×1×8. Received 3×3×3×8.
    fc.bias: missing, 10.
    fc.bais: not a weight of this graph. Did you mean "fc.bias"?
    extra.running_mean: not a weight of this graph.]
  `);
});

test("shared weights are wanted once", () => {
  const twice = shared(dense(4));
  expect(() => checkWeights(graph("twice", [4], { a: twice, b: twice }), { "a.weight": [4, 4], "a.bias": [4] })).not.toThrow();
});
