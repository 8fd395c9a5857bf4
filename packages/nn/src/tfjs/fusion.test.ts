import { batchNormalization, conv2d, dense, depthwiseConv2d, flatten, graph, leakyRelu, relu, relu6, residual, type Graph } from "@convscope/core";
import { expectClose } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { network, type Arrays, type Engine } from "../index.ts";
import { engineOn } from "../../test/backends.ts";
import { fusions } from "./fusion.ts";

const of: Graph = graph("fused", [6, 6, 3], {
  conv1: conv2d(16, 3, { padding: 1 }), relu1: relu(),
  conv2: conv2d(16, 3, { padding: 1, useBias: false }), bn2: batchNormalization(), relu2: relu6(),
  depthwise: depthwiseConv2d(3), relu3: relu6(),
  flatten: flatten(), fc: dense(7), relu4: relu(),
  out: dense(4), leaky: leakyRelu(),
});

const sines = (shape: readonly number[]): { shape: number[]; data: Float32Array } => ({ shape: [...shape], data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => 3 * Math.sin(i * i)) });

let engine: Engine;
beforeAll(async () => {
  engine = await engineOn("simd");
});

describe("a rectifier is computed by the layer before it", () => {
  test("where that is its only use and nobody asks for the layer's own value", () => {
    expect([...fusions(of.nodes, new Set(["leaky"]))].map(([name, { rectifier, activation }]) => [name, rectifier, activation])).toEqual([
      ["conv1", "relu1", "relu"], ["bn2", "relu2", "relu6"], ["depthwise", "relu3", "relu6"], ["fc", "relu4", "relu"],
    ]);
    expect([...fusions(of.nodes, new Set(["leaky", "bn2", "fc"])).keys()]).toEqual(["conv1", "depthwise"]);
  });

  test("not where the value goes elsewhere too", () => {
    const twice = graph("twice", [4, 4, 2], { conv: conv2d(2, 1), both: residual(relu()), last: relu() });
    expect([...fusions(twice.nodes, new Set(["last"])).keys()]).toEqual([]);
  });

  test("nowhere on a backend without such kernels", async () => {
    await engineOn("wasm");
    expect([...fusions(of.nodes, new Set())]).toEqual([]);
    await engineOn("simd");
  });

  test("and neither values nor gradients change, in training and at inference", async () => {
    const net = await network(of, { engine, seed: 3 });
    const inputs: Arrays = { input: sines([3, 6, 6, 3]) };
    const upstream: Arrays = { leaky: sines([3, 4]) };
    const weights = Object.keys(await net.weights()).filter((name) => !name.includes("running"));
    for (const training of [true, false]) {
      // To ask for every node's gradient leaves every node to itself.
      const apart = await net.gradients({ inputs, of: { upstream }, withRespectTo: { inputs: ["input"], weights, nodes: of.nodes.map(({ name }) => name) }, training });
      const together = await net.gradients({ inputs, of: { upstream }, withRespectTo: { inputs: ["input"], weights }, training });
      expectClose([together.value], [apart.value], { relative: 1e-5, absolute: 1e-5 });
      for (const [name, { data }] of Object.entries({ ...apart.inputs, ...apart.weights })) expectClose((together.weights[name] ?? together.inputs[name])?.data ?? [], data, { relative: 1e-4, absolute: 1e-4 }, name);
    }
    net.dispose();
  });

  test("and no relu is left to be computed", async () => {
    const net = await network(of, { engine });
    const kernels = await engine.profile?.(async () => void (await net.predict({ input: sines([1, 6, 6, 3]) })));
    expect(kernels?.map(({ kernel }) => kernel).filter((kernel) => /relu/i.test(kernel))).toEqual(["LeakyRelu"]);
    net.dispose();
    expect(tf.getBackend()).toBe("simd");
  });
});
