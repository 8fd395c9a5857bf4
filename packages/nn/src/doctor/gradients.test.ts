import { batchNormalization, dense, graph, layerScale, relu, residual, sigmoid, step, tanh, type Block, type Layer } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { arrayData } from "../data.ts";
import { randomNormal } from "../initializers/index.ts";
import { meanSquaredError } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { checked, engine, found, surface } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

let common: Omit<Subject, "graph">;
beforeAll(async () => {
  common = { engine: await engine(), seed: 1, train: surface(320), loss: meanSquaredError(), optimizer: adam(), batchSize: 32 };
}, 30_000);

/** So many dense layers of 16 units, each followed by something. */
const deep = (depth: number, after: (name: string) => { readonly [name: string]: Layer }): Subject => ({
  ...common,
  graph: graph("deep", [3], { ...Object.fromEntries(Array.from({ length: depth }, (_, i) => `layer${i}`).map((name) => [name, { fc: dense(16), ...after(name) } satisfies Block])), fc3: dense(1) }),
});

test.each<[string, () => Subject]>([
  ["few layers of sigmoid", () => deep(2, () => ({ sigmoid: sigmoid() }))],
  ["many of relu", () => deep(10, () => ({ relu: relu() }))],
  ["many of sigmoid, each normalised before it", () => deep(10, () => ({ bn: batchNormalization(), sigmoid: sigmoid() }))],
  ["branches that begin shut", () => ({ ...common, graph: graph("shut", [3], { fc1: dense(16), more: residual({ fc2: dense(16), relu: relu(), scale: layerScale({ initialValue: 1e-6 }) }), fc3: dense(1) }) })],
])("nothing is found in %s", async (_, make) => {
  expect(await found("gradients", make())).toEqual([]);
});

test("the measurement is the root mean square of the gradient over that of the weight", async () => {
  // Weights of 1, and inputs of which only the first is not 0: loss (x − y)², gradient 2 mean(x (x − y)) for the first weight and 0 for others.
  const train = arrayData({ inputs: { input: { shape: [2, 2], data: Float32Array.of(1, 0, 3, 0) } }, targets: { fc: { shape: [2, 1], data: Float32Array.of(0, 0) } } });
  const { measured } = await checked("gradients", { ...common, graph: graph("line", [2], { fc: dense(1, { useBias: false }) }), train, weights: { "fc.weight": { shape: [2, 1], data: Float32Array.of(1, 1) } } });
  // 2 · (1 + 9) / 2 = 10, and √(10² / 2) = 7.07.
  expect(measured).toBe("gradient beside weight from 7.07 to 7.07 over 1 kernels, 7.07 in the first and 7.07 in the last");
});

test("gradients that vanish, explode or do not arrive are found, with the layers", async () => {
  expect(await found("gradients", deep(14, () => ({ sigmoid: sigmoid() })))).toMatchInlineSnapshot(`
    [
      "wrong: gradients vanish on the way [layer0.fc, layer1.fc, layer2.fc, layer3.fc, layer4.fc, layer5.fc, layer6.fc, layer7.fc]. gradient beside weight from 1.6e-9 to 1.53 over 15 kernels, 1.6e-9 in the first and 1.53 in the last; least in layer0.fc 1.6e-9, layer1.fc 1.1e-8, layer2.fc 5.4e-8, layer3.fc 3.2e-7 and 4 more",
    ]
  `);
  expect(await found("gradients", { ...deep(12, () => ({ relu: relu() })), init: { kernel: randomNormal({ deviation: 1.5 }) } })).toMatchInlineSnapshot(`
    [
      "wrong: gradients explode [layer0.fc, layer1.fc, layer2.fc, layer3.fc, layer4.fc, layer5.fc, layer6.fc, layer7.fc, layer8.fc, layer9.fc, layer10.fc, layer11.fc, fc3]. gradient beside weight: layer0.fc 3.1e14, layer1.fc 1.2e14, layer2.fc 1.5e14, layer3.fc 1.4e14 and 9 more",
    ]
  `);
  expect(await found("gradients", { ...common, graph: graph("stepped", [3], { fc1: dense(16), tanh: tanh(), fc2: dense(16), step: step(), fc3: dense(1) }) })).toMatchInlineSnapshot(`
    [
      "wrong: no gradient reaches some layers [fc1, fc2]. the gradient is 0 in fc1, fc2",
    ]
  `);
});
