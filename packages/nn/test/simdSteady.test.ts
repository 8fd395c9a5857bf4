import { batchNormalization, conv2d, dense, dropout, flatten, graph, maxPooling2d, relu, type Graph } from "@convscope/core";
import { simd } from "@convscope/backend-simd";
import { model } from "@convscope/models";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { adam, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Batch, type Engine } from "../src/index.ts";
import type { TfjsBackendPackage } from "../src/tfjs/backendPackage.ts";

const loss = sparseCategoricalCrossentropy();
const optimizer = adam({ clipNorm: 1 });

/** simd under a name of its own, with so many threads. */
const withThreads = (threads: number): Promise<Engine> => {
  const name = `simd-of-${threads}`;
  const backend: TfjsBackendPackage = { ...simd, name, register: () => simd.register({ name, threads }) };
  return useBackend(name, { engines: [tfjsLoader(backend)] });
};

/** Waves in place of images; the classes are counted through. */
function batchOf({ inputs, outputs }: Graph, size: number): Batch {
  const sample = inputs["input"] as readonly number[];
  const length = size * sample.reduce((a, b) => a * b, 1);
  return {
    inputs: { input: { shape: [size, ...sample], data: Float32Array.from({ length }, (_, i) => Math.sin(i)) } },
    targets: Object.fromEntries(outputs.map((output) => [output, { shape: [size], data: Int32Array.from({ length: size }, (_, i) => i % 3) }])),
  };
}

const objectiveOf = ({ outputs }: Graph): Parameters<Awaited<ReturnType<typeof network>>["step"]>[1]["objective"] => Object.fromEntries(outputs.map((output) => [output, { loss, weight: 1 }]));

const small = graph("small", [6, 6, 1], { conv: conv2d(3, 3), bn: batchNormalization(), relu: relu(), pool: maxPooling2d(2), drop: dropout(0.5), flatten: flatten(), out: dense(3) });

/** What is held: by TensorFlow.js, by the backend, in its memory. */
const held = (): unknown => {
  const { numTensors, numDataBuffers, numBytes, inUse, total } = tf.memory() as tf.MemoryInfo & { readonly inUse: number; readonly total: number };
  expect(total).toBeGreaterThan(0);
  return { numTensors, numDataBuffers, numBytes, inUse, total, arrays: tf.engine().backend.numDataIds() };
};

test("10,000 steps, some of which fail, hold no more than ten", { timeout: 120_000 }, async () => {
  const net = await network(small, { engine: await withThreads(2), seed: 1 });
  const batch = batchOf(small, 2);
  const wrong: Batch = { ...batch, targets: { out: { shape: [2], data: Int32Array.of(0, 3) } } };
  const how = { objective: objectiveOf(small), optimizer };
  let afterTen: unknown;
  for (let step = 1; step <= 10_000; step++) {
    await net.step(batch, how);
    if (step % 10 === 5) await expect(net.step(wrong, how)).rejects.toThrow();
    if (step === 10) afterTen = held();
  }
  expect(held()).toEqual(afterTen);
  net.dispose();
});

const steady: readonly Graph[] = [model("mnist-cnn"), model("resnet20"), model("mobilenet_v2", { inputShape: [32, 32, 3], classes: 10 })];

test.each(steady.map((of) => ({ name: of.name, of })))("$name takes no new memory from its third step on", { timeout: 120_000 }, async ({ of }) => {
  const net = await network(of, { engine: await withThreads(2), seed: 1 });
  const batch = batchOf(of, 8);
  const how = { objective: objectiveOf(of), optimizer };
  for (let step = 0; step < 3; step++) await net.step(batch, how);
  const before = held();
  for (let step = 0; step < 4; step++) await net.step(batch, how);
  expect(held()).toEqual(before);
  net.dispose();
});

/** Losses and weights of 20 steps, with so many threads. */
async function trained(of: Graph, threads: number): Promise<unknown> {
  const net = await network(of, { engine: await withThreads(threads), seed: 7 });
  const batch = batchOf(of, 4);
  const losses: unknown[] = [];
  for (let step = 0; step < 20; step++) losses.push(await net.step(batch, { objective: objectiveOf(of), optimizer }));
  const weights = await net.weights();
  net.dispose();
  return { losses, weights };
}

test.each(steady.map((of) => ({ name: of.name, of })))("$name trains to the same bits with 1, 2, 3 and 5 threads", { timeout: 120_000 }, async ({ of }) => {
  const alone = await trained(of, 1);
  for (const threads of [2, 3, 5]) expect(await trained(of, threads)).toEqual(alone);
});
