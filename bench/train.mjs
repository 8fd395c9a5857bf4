/**
 * Measures training: images a second after a warm-up, and the first step by itself.
 *
 *   npm run build && node bench/train.mjs [--seconds 5] [--cpu]
 *
 * TensorFlow.js's own wasm backend has no row, as it cannot train: it lacks the gradient of a convolution.
 */
import { parseArgs } from "node:util";
import { adam, network, sparseCategoricalCrossentropy, useBackend } from "../packages/nn/dist/index.js";
import { model } from "../packages/models/dist/index.js";
import { machine } from "./measure.mjs";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "5" }, cpu: { type: "boolean", default: false } } });
const batchSize = 64;

/** @param {readonly number[]} shape */
const pictures = (shape) => ({ shape: [batchSize, ...shape], data: Float32Array.from({ length: shape.reduce((a, b) => a * b, batchSize) }, (_, i) => (i * 0.6180339887) % 1) });

/**
 * @param {string} name of a model
 * @param {string} backend
 * @param {number} seconds
 */
const train = async (name, backend, seconds) => {
  const graph = model(name);
  const net = await network(graph, { engine: await useBackend(backend) });
  const [[input, shape] = ["input", []]] = Object.entries(graph.inputs);
  const [output = ""] = graph.outputs;
  const batch = { inputs: { [input]: pictures(/** @type {readonly number[]} */ (shape)) }, targets: { [output]: { shape: [batchSize], data: Int32Array.from({ length: batchSize }, (_, i) => i % 10) } } };
  const how = { objective: { [output]: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, optimizer: adam() };
  const start = performance.now();
  await net.step(batch, how);
  const first = performance.now() - start;
  // The second step still finds code that is not compiled for speed.
  await net.step(batch, how);
  let images = 0;
  const from = performance.now();
  while (images === 0 || performance.now() - from < 1000 * seconds) {
    await net.step(batch, how);
    images += batchSize;
  }
  const rate = (1000 * images) / (performance.now() - from);
  const inference = performance.now();
  await net.predict(batch.inputs);
  const ahead = (1000 * batchSize) / (performance.now() - inference);
  net.dispose();
  return { rate, first, ahead };
};

console.log(machine());
console.log(`batches of ${batchSize}, Adam           train         first step      predict`);
for (const name of ["mnist-cnn", "fashion-cnn"]) {
  for (const backend of values.cpu ? ["wasm", "cpu"] : ["wasm"]) {
    const { rate, first, ahead } = await train(name, backend, Number(values.seconds));
    console.log(`${name.padEnd(14)}${backend.padEnd(8)}${rate.toFixed(1).padStart(9)} images/s ${first.toFixed(0).padStart(8)} ms ${ahead.toFixed(0).padStart(8)} images/s`);
  }
}
