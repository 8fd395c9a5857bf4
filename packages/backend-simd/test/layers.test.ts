import * as tf from "@tensorflow/tfjs-core";
// A plain import of tfjs-core registers neither; `@tensorflow/tfjs`, which users import, does it like this.
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import * as layers from "@tensorflow/tfjs-layers";
import { expectClose } from "@convscope/test-kit";
import { beforeAll, expect, test } from "vitest";
import { fallbacks } from "../src/index.ts";
import { forms, numbers, openForms } from "./agree.ts";

beforeAll(openForms);

const { glorotUniform, orthogonal } = layers.initializers;

/** A model that is made alike on every backend, and what it learns from. */
interface Lesson {
  model(): layers.LayersModel;
  data(): { readonly x: tf.Tensor; readonly y: tf.Tensor };
}

/** The losses of five epochs of one batch each, and the kernels that were left to the cpu backend in them. */
async function learn(backend: string, { model, data }: Lesson): Promise<{ readonly losses: readonly number[]; readonly fell: readonly string[] }> {
  await tf.setBackend(backend);
  const [net, { x, y }] = [model(), data()];
  net.compile({ optimizer: tf.train.adam(0.01), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  const before = fallbacks(backend);
  const { history } = await net.fit(x, y, { epochs: 5, batchSize: x.shape[0] ?? 0, shuffle: false, verbose: 0 });
  const fell = [...fallbacks(backend)].filter(([kernel, { count }]) => count > (before.get(kernel)?.count ?? 0)).map(([kernel]) => kernel);
  net.dispose();
  tf.dispose([x, y]);
  return { losses: history["loss"] as number[], fell };
}

const targets = (samples: number, classes: number): tf.Tensor => tf.tensor1d(Array.from({ length: samples }, (_, i) => i % classes));

const pictures: Lesson = {
  model: () =>
    layers.sequential({
      layers: [
        layers.layers.conv2d({ inputShape: [12, 12, 3], filters: 8, kernelSize: 3, padding: "same", useBias: false, kernelInitializer: glorotUniform({ seed: 1 }) }),
        layers.layers.batchNormalization(),
        layers.layers.reLU(),
        layers.layers.maxPooling2d({ poolSize: 2 }),
        layers.layers.separableConv2d({ filters: 16, kernelSize: 3, activation: "relu", depthwiseInitializer: glorotUniform({ seed: 2 }), pointwiseInitializer: glorotUniform({ seed: 3 }) }),
        layers.layers.dropout({ rate: 0.25, seed: 4 }),
        layers.layers.flatten(),
        layers.layers.dense({ units: 5, activation: "softmax", kernelInitializer: glorotUniform({ seed: 5 }) }),
      ],
    }),
  data: () => ({ x: numbers([20, 12, 12, 3]), y: targets(20, 5) }),
};

const words: Lesson = {
  model: () =>
    layers.sequential({
      layers: [
        layers.layers.embedding({ inputDim: 20, outputDim: 8, inputLength: 6, embeddingsInitializer: glorotUniform({ seed: 1 }) }),
        layers.layers.lstm({ units: 12, kernelInitializer: glorotUniform({ seed: 2 }), recurrentInitializer: orthogonal({ seed: 3 }) }),
        layers.layers.dense({ units: 4, activation: "softmax", kernelInitializer: glorotUniform({ seed: 4 }) }),
      ],
    }),
  data: () => ({ x: tf.tensor2d(Array.from({ length: 16 * 6 }, (_, i) => (i * 7) % 20), [16, 6], "int32"), y: targets(16, 4) }),
};

test.each([["a convolutional network", pictures], ["an embedding and an LSTM", words]])("%s of unmodified tfjs-layers learns as on the cpu backend, and leaves nothing to it", async (_, lesson) => {
  const expected = await learn("cpu", lesson);
  expect(expected.losses[4]).toBeLessThan(expected.losses[0] ?? 0);
  const found = [];
  for (const form of forms) found.push(await learn(form, lesson));
  for (const { fell } of found) expect(fell).toEqual([]);
  for (const { losses } of found) expectClose(losses, expected.losses, { relative: 1e-4 });
});
