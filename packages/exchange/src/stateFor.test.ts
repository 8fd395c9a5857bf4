import { dense, graph } from "@convscope/core";
import { expect, test } from "vitest";
import { fromTorch, stateFor, type NdArray } from "./index.ts";

const one: NdArray = { shape: [1, 1], data: Float32Array.of(5) };
const bias: NdArray = { shape: [1], data: Float32Array.of(6) };

test("keys are renamed by the first rule that fits, and spare ones go unless the graph has them", () => {
  const net = graph("net", [1], { norm1: dense(1), aux: dense(1) });
  const rules = { renamed: [["^norm\\.(\\d)\\.", "norm$1."], ["norm", "never"]], optional: "^aux" } as const;
  const state = { "norm.1.weight": one, "norm.1.bias": bias, "aux.weight": one, "aux.bias": bias, "aux2.weight": one };
  expect(Object.keys(stateFor(net, state, rules))).toEqual(["norm1.weight", "norm1.bias", "aux.weight", "aux.bias"]);
  expect(fromTorch(net, stateFor(net, state, rules))["norm1.bias"]).toEqual(bias);
  expect(() => fromTorch(net, stateFor(net, state, {}))).toThrow(/aux2\.weight: not a weight of this graph/);
});
