import { averagePooling2d, batchNormalization, branches, concatenate, conv2d, dense, flatten, graph, learnedConstant, relu, tanh, type Graph } from "@convscope/core";
import { goldenBytes } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { fromTorch, readSafetensors, toTorch, type Arrays } from "./index.ts";

const { tensors } = readSafetensors(goldenBytes("smallnets.safetensors"));
const state = (net: string): Arrays =>
  Object.fromEntries(Object.entries(tensors).flatMap(([name, array]) => (name.startsWith(`${net}/state/`) ? [[name.slice(net.length + 7), array] as const] : [])));

const lenet5: Graph = graph("lenet5", [28, 28, 1], [conv2d(6, 5, { padding: 2 }), tanh(), averagePooling2d(2), conv2d(16, 5), tanh(), averagePooling2d(2), flatten(), dense(120), tanh(), dense(84), tanh(), dense(10)]);

test("PyTorch's weights arrive in our layout and go back unchanged", () => {
  const weights = fromTorch(lenet5, state("lenet5"));
  expect(weights["0.weight"]?.shape).toEqual([5, 5, 1, 6]);
  expect(weights["7.weight"]?.shape).toEqual([400, 120]);
  // Row 1 of ours is channel 1 of place (0, 0); PyTorch has it after the 25 places of channel 0.
  expect(weights["7.weight"]?.data[120]).toBe(state("lenet5")["7.weight"]?.data[25]);
  expect(toTorch(lenet5, weights)).toEqual(state("lenet5"));
});

test("flattened maps keep their order through layers that change no places", () => {
  const net = graph("flat", [2, 2, 3], { flatten: flatten(), bn: batchNormalization(), relu: relu(), fc: dense(2) });
  const torch: Arrays = Object.fromEntries(
    ["bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"].map((name) => [name, { shape: [12], data: Float32Array.from({ length: 12 }, (_, i) => i) }]).concat([
      ["fc.weight", { shape: [2, 12], data: Float32Array.from({ length: 24 }, (_, i) => i) }],
      ["fc.bias", { shape: [2], data: new Float32Array(2) }],
    ]),
  );
  const weights = fromTorch(net, { ...torch, "bn.num_batches_tracked": { shape: [], data: new Int32Array([7]) } });
  expect([...(weights["bn.weight"]?.data.slice(0, 4) ?? [])]).toEqual([0, 4, 8, 1]);
  expect([...(weights["fc.weight"]?.data.slice(0, 4) ?? [])]).toEqual([0, 12, 4, 16]);
  expect(toTorch(net, weights)).toEqual(torch);
});

test("a bias runs along the output, also where that is as long as the flattened maps", () => {
  const net = graph("square", [2, 2, 3], { flatten: flatten(), fc: dense(12) });
  const counted = (...shape: number[]): Arrays[string] => ({ shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i) });
  const torch: Arrays = { "fc.weight": counted(12, 12), "fc.bias": counted(12) };
  const weights = fromTorch(net, torch);
  expect(weights["fc.bias"]).toEqual(torch["fc.bias"]);
  expect([...(weights["fc.weight"]?.data.slice(0, 3) ?? [])]).toEqual([0, 12, 24]);
  expect([...(weights["fc.weight"]?.data.slice(12, 15) ?? [])]).toEqual([4, 16, 28]);
  expect(toTorch(net, weights)).toEqual(torch);
});

test("a learned array has no name of its own in PyTorch, and a batch of one", () => {
  const net = graph("tokens", [2, 3], { "": branches({ class_token: learnedConstant([1, 3]), tokens: [] }, concatenate({ axis: 0 })), fc: dense(1) });
  const torch: Arrays = { class_token: { shape: [1, 1, 3], data: Float32Array.of(1, 2, 3) }, "fc.weight": { shape: [1, 3], data: Float32Array.of(4, 5, 6) }, "fc.bias": { shape: [1], data: Float32Array.of(7) } };
  const weights = fromTorch(net, torch);
  expect(weights["class_token.weight"]).toEqual({ shape: [1, 3], data: Float32Array.of(1, 2, 3) });
  expect(toTorch(net, weights)).toEqual(torch);
});

test("all that does not fit is said at once", () => {
  const { "0.weight": first, "9.bias": _, ...rest } = state("lenet5");
  const bad: Arrays = { ...rest, "0.wieght": first ?? { shape: [], data: new Float32Array() }, "3.bias": { shape: [3], data: new Float32Array(3) } };
  expect(() => fromTorch(lenet5, bad)).toThrowErrorMatchingInlineSnapshot(`
    [GraphError: lenet5: the arrays must fit the graph. 4 of them do not:
    0.weight: missing, 5×5×1×6.
    3.bias: must be 16. Received 3.
    9.bias: missing, 84.
    0.wieght: not a weight of this graph. Did you mean "0.weight"?]
  `);
});
