import { batchNormalization, concatenate, branches, conv1d, conv2d, conv2dTranspose, dense, embedding, flatten, globalAveragePooling2d, globalMaxPooling1d, graph, heads, leakyRelu, lstm, maxPooling2d, relu, reshape, residual, sequence, tanh } from "../../packages/core/dist/index.js";
import { adam, adamw, arrayData, binaryCrossentropy, halfSquaredError, huber, network, randomOf, sgd, sparseCategoricalCrossentropy, tfjsLoader, trainGan, trainableKeys, useBackend } from "../../packages/nn/dist/index.js";
import { simdModule } from "../backends.mjs";
import { torchEngine } from "./engine.mjs";

/** @typedef {import("../../packages/nn/dist/index.js").Engine} Engine */
/** @typedef {import("../../packages/nn/dist/index.js").Batch} Batch */
/** @typedef {import("../../packages/nn/dist/index.js").StepOptions} StepOptions */
/** @typedef {import("../../packages/nn/dist/index.js").NdArray} NdArray */
/** @typedef {import("../../packages/core/dist/index.js").Graph} Graph */

const steps = 20;
/** The most that the two may differ by, relative to the larger of the number and 1. */
const tolerance = 1e-3;

/** @param {...(number | string)} path */
const random = (...path) => randomOf(1, "check", ...path);
/** @param {readonly number[]} shape @param {...(number | string)} path @returns {NdArray} */
const normals = (shape, ...path) => ({ shape, data: random(...path).normals(shape.reduce((a, b) => a * b, 1)) });
/** @param {readonly number[]} shape @param {number} below @param {...(number | string)} path @returns {NdArray} */
const wholes = (shape, below, ...path) => ({ shape, data: Int32Array.from(random(...path).uniforms(shape.reduce((a, b) => a * b, 1)), (value) => Math.floor(value * below)) });

/**
 * The losses of some steps, then the weights and what the optimiser remembers, as numbers.
 *
 * @param {Graph} net @param {(step: number) => Batch} batch @param {Omit<StepOptions, "learningRate">} how
 */
const training = (net, batch, how) => async (/** @type {Engine} */ engine) => {
  const made = await network(net, { engine, seed: 1 });
  const losses = [];
  for (let step = 0; step < steps; step++) losses.push((await made.step(batch(step), { ...how, learningRate: how.optimizer.learningRate * (1 - step / steps) })).loss);
  const whole = [await made.weights(), (await made.optimizerState()).slots].flatMap((arrays) => Object.keys(arrays).sort().map((name) => Math.hypot(...(arrays[name]?.data ?? []))));
  const measured = await made.measure(batch(steps), how.objective);
  const firstNode = net.nodes[0]?.name ?? "";
  const shown = (await made.run(batch(steps).inputs, { nodes: [firstNode] }))[firstNode]?.data ?? [];
  made.dispose();
  return [...losses, measured.loss, Math.hypot(...shown), ...whole];
};

const pictures = graph("pictures", [12, 12, 3], {
  stem: { conv: conv2d(8, 3, { padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() },
  body: residual({ conv: conv2d(8, 3, { padding: "same", useBias: false }), bn: batchNormalization(), relu: relu() }),
  pool: maxPooling2d(2), flatten: flatten(), fc1: dense(16), relu: relu(), fc2: dense(5),
});
const two = graph("two", [8, 8, 1], {
  trunk: { conv: conv2d(6, 3, { strides: 2, padding: "same", useBias: false }), bn: batchNormalization(), relu: relu() },
  pool: globalAveragePooling2d(),
  head: heads({ class: dense(4), box: dense(3), more: dense(2) }),
});
const words = graph("words", { input: sequence(9, 30) }, { embedding: embedding(30, 8, { paddingIndex: 0 }), read: branches({ seen: [conv1d(6, 3), batchNormalization(), relu(), globalMaxPooling1d()], kept: lstm(5) }, concatenate()), fc: dense(2) });
const drawing = graph("drawing", { noise: [6] }, { reshape: reshape([1, 1, 6]), conv1: conv2dTranspose(8, 4, { useBias: false }), bn: batchNormalization(), relu: relu(), conv2: conv2dTranspose(1, 4, { strides: 2, padding: 1 }), tanh: tanh() });
const telling = graph("telling", [8, 8, 1], { conv1: conv2d(6, 4, { strides: 2, padding: 1 }), leaky: leakyRelu({ negativeSlope: 0.2 }), conv2: conv2d(8, 3, { useBias: false }), bn: batchNormalization(), flatten: flatten(), fc: dense(1) });

/** @type {Readonly<Record<string, (engine: Engine) => Promise<readonly number[]>>>} */
const checks = {
  "convolutions and batch normalisation, SGD": training(pictures, (step) => ({ inputs: { input: normals([16, 12, 12, 3], step) }, targets: { fc2: wholes([16], 5, "labels", step) } }), {
    objective: { fc2: { loss: sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }), weight: 1 } }, optimizer: sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 5e-4 }),
  }),
  "several outputs, weights of classes and samples, in parts, AdamW": training(
    two,
    (step) => ({
      inputs: { input: normals([10, 8, 8, 1], step) },
      targets: { "head.class": wholes([10], 4, "labels", step), "head.box": normals([10, 3], "box", step), "head.more": wholes([10, 2], 2, "more", step) },
      weights: { "head.class": { shape: [10], data: random("weights", step).uniforms(10) } },
    }),
    {
      objective: { "head.class": { loss: sparseCategoricalCrossentropy({ classWeights: [1, 2, 0.5, 1] }), weight: 0.7 }, "head.box": { loss: halfSquaredError(), weight: 2 }, "head.more": { loss: binaryCrossentropy({ posWeight: 2 }), weight: 1 } },
      optimizer: adamw({ learningRate: 0.01, clipNorm: 1 }), rates: { "trunk.conv.weight": 0.1 }, parts: 3,
    },
  ),
  "words, some of the weights frozen, Adam": training(words, (step) => ({ inputs: { input: wholes([12, 9], 30, step) }, targets: { fc: normals([12, 2], "target", step) } }), {
    objective: { fc: { loss: huber(), weight: 1 } }, optimizer: adam({ learningRate: 0.01 }), trainable: trainableKeys(words).filter((key) => !/^embedding|seen\.1/.test(key)),
  }),
  async "a GAN"(engine) {
    const [generator, discriminator] = [await network(drawing, { engine, seed: 1 }), await network(telling, { engine, seed: 2 })];
    const data = arrayData({ inputs: { input: normals([8, 8, 8, 1], "real") }, targets: {} });
    const numbers = [];
    const optimizer = adam({ learningRate: 0.002, beta1: 0.5 });
    for await (const event of trainGan({ generator, discriminator, data, epochs: steps, batchSize: 8, optimizers: { generator: optimizer, discriminator: optimizer }, average: { decay: 0.9 }, seed: 1 }))
      if (event.kind === "epoch") numbers.push(event.log.discriminatorLoss, event.log.generatorLoss, event.log.realScore, event.log.madeScore);
    for (const net of [generator, discriminator]) net.dispose();
    return numbers;
  },
  async "derivatives, and a training that goes on elsewhere"(engine) {
    const net = await network(pictures, { engine, seed: 1 });
    const input = normals([4, 12, 12, 3]);
    const batch = { inputs: { input }, targets: { fc2: wholes([4], 5) } };
    const how = { objective: { fc2: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, optimizer: adam({ learningRate: 0.01 }) };
    await net.step(batch, how);
    const again = await network(pictures, { engine, seed: 2, weights: await net.weights() });
    await again.setOptimizerState(await net.optimizerState());
    const later = [(await again.step(batch, how)).loss, (await again.step(batch, how)).loss];
    const { value, inputs, nodes, weights } = await again.gradients({ inputs: { input }, of: { objective: how.objective, targets: batch.targets }, withRespectTo: { inputs: ["input"], nodes: ["body.add", "fc1"], weights: ["stem.conv.weight", "fc1.weight"] } });
    const up = await again.gradients({ inputs: { input }, of: { upstream: { "stem.relu": normals([4, 12, 12, 8], "up") } }, withRespectTo: { inputs: ["input"] }, training: true });
    for (const one of [net, again]) one.dispose();
    return [...later, value, up.value, ...[inputs, nodes, weights, up.inputs].flatMap((arrays) => Object.values(arrays).flatMap(({ data }) => [Math.hypot(...data), data[7] ?? NaN]))];
  },
};

/** Trains small networks on both engines, and tells where they part. @returns {Promise<boolean>} whether nowhere */
export async function check() {
  const simd = await useBackend("simd", { engines: [tfjsLoader((await simdModule()).simd)], threads: 1 });
  const torch = torchEngine(1);
  let agree = true;
  for (const [name, numbers] of Object.entries(checks)) {
    const [ours, theirs] = [await numbers(simd), await numbers(torch)];
    const apart = ours.map((value, i) => Math.abs(value - (theirs[i] ?? NaN)) / Math.max(1, Math.abs(value)));
    const most = apart.reduce((a, b) => (b <= a ? a : b), 0);
    agree &&= ours.length === theirs.length && most <= tolerance;
    console.log(`${most <= tolerance ? "agrees" : "DIFFERS"}  ${name}: ${ours.length} numbers, at most ${most.toExponential(1)} apart`);
    if (!(most <= tolerance)) console.log(ours.map((value, i) => `${value.toPrecision(6)} / ${theirs[i]?.toPrecision(6)}`).join("\n"));
  }
  return agree;
}
