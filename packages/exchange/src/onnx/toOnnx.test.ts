import { batchNormalization, conv2d, custom, dense, dropout, embedding, flatten, graph, maxPooling2d, relu, sequence, shared, side, tanh, weightSpecs, type Graph } from "@convscope/core";
import { anyGraph } from "@convscope/test-kit";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toTorch, type Arrays } from "../index.ts";
import { onnxGaps, onnxModel, toOnnx } from "./toOnnx.ts";

const counted = (...shape: readonly number[]): { shape: readonly number[]; data: Float32Array } => ({ shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i) });
const weightsOf = (of: Graph): Arrays => Object.fromEntries([...weightSpecs(of)].map(([name, { shape }]) => [name, counted(...shape)]));

test("a small net is a list of operations that one can read", () => {
  const net = graph("tiny", [6, 6, 2], { conv: conv2d(4, 3, { padding: 1 }), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), drop: dropout(0.5), fc: dense(3) });
  const { inputs, outputs, nodes, constants, opset, metadata } = onnxModel(net, weightsOf(net), { metadata: { classes: "[]" } });
  expect({ inputs, outputs, opset, metadata }).toEqual({
    inputs: [{ name: "input", type: "float", dims: ["batch", 2, 6, 6] }],
    outputs: [{ name: "fc", type: "float", dims: ["batch", 3] }],
    opset: 17,
    metadata: { classes: "[]" },
  });
  expect(nodes.map(({ op, inputs, outputs }) => `${outputs.join(", ")} = ${op}(${inputs.join(", ")})`)).toEqual([
    "conv = Conv(input, conv.weight, conv.bias)",
    "relu = Relu(conv)",
    "pool = MaxPool(relu)",
    "flatten = Flatten(pool)",
    "fc = Gemm(flatten, fc.weight, fc.bias)",
  ]);
  expect(nodes[0]?.attributes).toEqual({ kernel_shape: [3, 3], strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1], group: 1 });
  expect(constants.map(({ name, dims }) => [name, dims])).toEqual([["conv.weight", [4, 2, 3, 3]], ["conv.bias", [4]], ["fc.weight", [3, 36]], ["fc.bias", [3]]]);
});

test("with the graph's own layout maps are turned at the borders, once", () => {
  const net = graph("maps", [6, 6, 2], { a: conv2d(4, 3), b: side(relu()), c: conv2d(2, 1) });
  const { inputs, outputs, nodes } = onnxModel(net, weightsOf(net), { layout: "nhwc" });
  expect([inputs[0]?.dims, outputs.map(({ name, dims }) => [name, dims])]).toEqual([["batch", 6, 6, 2], [["c", ["batch", 4, 4, 2]], ["b", ["batch", 4, 4, 4]]]]);
  expect(nodes.map(({ op, inputs: [first], outputs }) => `${outputs.join(", ")} = ${op}(${first})`)).toEqual([
    "a/Transpose = Transpose(input)", "a = Conv(a/Transpose)", "b/inside = Relu(a)", "c/inside = Conv(a)", "c = Transpose(c/inside)", "b = Transpose(b/inside)",
  ]);
});

test("the weights are PyTorch's own, rows behind flattened maps included", () => {
  const lenet5 = graph("lenet5", [28, 28, 1], [conv2d(6, 5, { padding: 2 }), tanh(), maxPooling2d(2), conv2d(16, 5), tanh(), maxPooling2d(2), flatten(), dense(120), batchNormalization(), tanh(), dense(84), tanh(), dense(10)]);
  const weights = weightsOf(lenet5);
  const torch = toTorch(lenet5, weights);
  const written = onnxModel(lenet5, weights).constants.filter(({ name }) => name in torch);
  expect(written.map(({ name }) => name).sort()).toEqual(Object.keys(torch).sort());
  for (const { name, dims, data } of written) expect([name, dims, data()]).toEqual([name, torch[name]?.shape, torch[name]?.data]);
});

test("what is used twice is written once, and what leads nowhere not at all", () => {
  const twice = shared({ conv: conv2d(2, 3, { padding: 1 }) });
  const net = graph("shared", [5, 5, 2], { a: twice, relu: relu(), b: twice, end: conv2d(9, 1) });
  const { constants, nodes } = onnxModel({ ...net, outputs: ["b.conv"] }, weightsOf(net));
  expect(constants.map(({ name }) => name)).toEqual(["a.conv.weight", "a.conv.bias"]);
  expect(nodes.map(({ outputs }) => outputs[0])).toEqual(["a.conv", "relu", "b.conv"]);
});

test("an output that is an input, or another output too, is a copy under its own name", () => {
  const net: Graph = { ...graph("same", [3], { a: dropout(0.1), b: dropout(0.1) }), outputs: ["a", "b"] };
  expect(onnxModel(net, {}).nodes.map(({ op, inputs, outputs }) => [op, inputs, outputs])).toEqual([["Identity", ["input"], ["a"]], ["Identity", ["input"], ["b"]]]);
});

test("every graph gives a model that keeps ONNX's rules: each value has one source, which comes before its uses", () => {
  fc.assert(
    fc.property(anyGraph, fc.constantFrom("nchw" as const, "nhwc" as const), (net, layout) => {
      const { inputs, outputs, nodes, constants } = onnxModel(net, weightsOf(net), { layout });
      const known = new Set([...inputs, ...constants].map(({ name }) => name));
      expect(known.size).toBe(inputs.length + constants.length);
      for (const node of nodes) {
        for (const name of node.inputs) if (name !== "") expect(known).toContain(name);
        for (const name of node.outputs) {
          expect(known).not.toContain(name);
          known.add(name);
        }
      }
      expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
      expect(outputs.map(({ name }) => name)).toEqual(net.outputs);
      for (const { name } of outputs) expect(known).toContain(name);
      expect(inputs.map(({ name }) => name)).toEqual(Object.keys(net.inputs));
    }),
  );
});

test("tokens are whole numbers", () => {
  const net = graph("words", sequence(3, 5), { words: embedding(5, 2) });
  expect(onnxModel(net, weightsOf(net)).inputs).toEqual([{ name: "input", type: "int64", dims: ["batch", 3] }]);
});

test("what cannot be written is said all at once", () => {
  const mine = custom({ name: "mine", outputShape: ([x = []]) => x, run: () => 0 });
  const net = graph("own", [2], { a: mine, fc: dense(1), b: mine });
  expect(onnxGaps(net).map(({ node }) => node)).toEqual(["a", "b"]);
  expect(() => toOnnx(net, weightsOf(net))).toThrowErrorMatchingInlineSnapshot(`[GraphError: own: every layer must have operations in ONNX. Received a (custom: what it computes is a function in JavaScript, which ONNX has no operations for), b (custom: what it computes is a function in JavaScript, which ONNX has no operations for). End the graph before it, or build it of other layers.]`);
  const fc = graph("fc", [2], { fc: dense(1) });
  // @ts-expect-error What a program in JavaScript may say.
  expect(() => toOnnx(fc, weightsOf(fc), { layout: "hwcn" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: toOnnx: layout must be "nchw" or "nhwc". Received "hwcn".]`);
  expect(() => toOnnx(fc, { "fc.weight": counted(1, 2) })).toThrowErrorMatchingInlineSnapshot(`
    [GraphError: fc: the arrays must fit the graph. 2 of them do not:
    fc.weight: must be 2×1. Received 1×2.
    fc.bias: missing, 1.]
  `);
  // Never held: only its length is asked for.
  const huge = graph("huge", [2 ** 15], { fc: dense(2 ** 15, { useBias: false }) });
  expect(() => toOnnx(huge, { "fc.weight": { shape: [2 ** 15, 2 ** 15], data: new Float32Array() } })).toThrowErrorMatchingInlineSnapshot(`[GraphError: huge: an ONNX file must be below 2 GiB. Received 4.0 GiB of weights. Export the weights as safetensors, and the graph as JSON.]`);
  expect(() => toOnnx(fc, { "fc.weight": { shape: [2, 1], data: new Float32Array(3) }, "fc.bias": counted(1) })).toThrowErrorMatchingInlineSnapshot(`[GraphError: fc.weight: the numbers must fill 1×2, 8 bytes. Received 12.]`);
});
