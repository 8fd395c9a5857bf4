import { simd } from "@convscope/backend-simd";
import { chain, parseGraph, toJson } from "@convscope/core";
import { first, loadDataset } from "@convscope/datasets";
import { fromTorch, readSafetensors, toTorch, writeSafetensors } from "@convscope/exchange";
import { adam, arrayData, evaluate, fit, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend } from "@convscope/nn";
import { mkdir, readFile, writeFile } from "node:fs/promises";

// Define: a network is data.
const graph = chain("digits", [28, 28, 1])
  .conv2d(8, 3, { padding: "same" }).relu().maxPooling2d(2)
  .conv2d(16, 3, { padding: "same" }).relu().maxPooling2d(2)
  .flatten().dense(10)
  .graph();
const [output] = graph.outputs;

// Train: digits drawn from a seed, whose pixels go from 0 to 1.
const digits = await loadDataset("strokes", { train: 3000, test: 300, seed: 1 });
const data = ({ shape, images, labels }) => arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { [output]: { shape: [labels.length], data: labels } } });
const loss = sparseCategoricalCrossentropy();
const engine = await useBackend("auto", { engines: [tfjsLoader(simd)] });
const net = await network(graph, { engine, seed: 1 });
await fit(net, data(digits.train), {
  loss, optimizer: adam({ learningRate: 0.005 }), epochs: 4, batchSize: 32,
  callbacks: [{ onEpochEnd: ({ epoch, loss, accuracy }) => console.log(`epoch ${epoch}: loss ${loss.toFixed(2)}, ${percent(accuracy)} of the training digits right`) }],
});

// Save: the graph as JSON, the weights as a file that PyTorch reads too.
await mkdir("saved", { recursive: true });
await writeFile("saved/graph.json", toJson(graph));
await writeFile("saved/weights.safetensors", writeSafetensors(toTorch(graph, await net.weights())));
net.dispose();

// Load: from the files alone, as another program would.
const loaded = parseGraph(await readFile("saved/graph.json", "utf8"));
const weights = fromTorch(loaded, readSafetensors(await readFile("saved/weights.safetensors")).tensors);
const again = await network(loaded, { engine, weights });
const { metrics } = await evaluate(again, data(digits.test), { loss });
console.log(`loaded from saved/: ${percent(metrics.accuracy)} of ${digits.test.labels.length} unseen digits right`);

// Predict: ten scores for each picture; the largest names the digit.
const { shape, images, labels } = first(digits.test, 5);
const scores = await again.predict({ shape, data: Float32Array.from(images, (byte) => byte / 255) });
for (const [i, label] of labels.entries()) {
  const row = [...scores.data.slice(i * 10, i * 10 + 10)];
  console.log(`a ${label} is taken for a ${row.indexOf(Math.max(...row))}`);
}
again.dispose();

function percent(share = 0) {
  return `${(100 * share).toFixed(1)} %`;
}
