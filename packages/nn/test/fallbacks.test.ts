import { batchNormalization, conv2d, dense, flatten, globalAveragePooling2d, graph, maxPooling2d, relu, residual, type Graph } from "@convscope/core";
import { model } from "@convscope/models";
import { beforeAll, expect, test } from "vitest";
import { adam, network, sgd, sparseCategoricalCrossentropy, useBackend, type Engine } from "../src/index.ts";
import { fallbacksDuring } from "../src/tfjs/fallback.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend("wasm");
});

const nets: readonly Graph[] = [
  model("mnist-cnn"), model("fashion-cnn"), model("lenet5"), model("cifar-cnn"), model("mlp-512"),
  model("resnet18", { inputShape: [32, 32, 3] }),
  graph("normalised", [8, 8, 3], [conv2d(4, 3, { useBias: false }), batchNormalization(), relu(), maxPooling2d(2), residual([conv2d(8, 3, { padding: "same" })], { downsample: conv2d(8, 1) }), globalAveragePooling2d(), flatten(), dense(10)]),
];

test.each(nets)("a training step of $name on wasm leaves nothing to the cpu backend", async (of) => {
  const net = await network(of, { engine });
  const [[input = "", shape = []] = []] = Object.entries(of.inputs);
  const [output = ""] = of.outputs;
  if (!Array.isArray(shape)) throw new Error("these take pictures");
  const sample: readonly number[] = shape;
  const batch = { inputs: { [input]: { shape: [2, ...sample], data: Float32Array.from({ length: 2 * sample.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i)) } }, targets: { [output]: { shape: [2], data: Int32Array.of(0, 1) } } };
  const objective = { [output]: { loss: sparseCategoricalCrossentropy(), weight: 1 } };
  const fallbacks = await fallbacksDuring("wasm", async () => {
    await net.step(batch, { objective, optimizer: adam({ clipNorm: 1 }) });
    await net.step(batch, { objective, optimizer: sgd({ momentum: 0.9, nesterov: true, weightDecay: 1e-4 }) });
    await net.predict(batch.inputs);
  });
  expect([...fallbacks]).toEqual([]);
  net.dispose();
});
