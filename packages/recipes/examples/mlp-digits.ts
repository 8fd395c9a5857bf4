import { simd } from "@convscope/backend-simd";
import { dense, dropout, flatten, graph, parameters, relu } from "@convscope/core";
import { strokes, type Split } from "@convscope/datasets";
import { adam, arrayData, fit, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { compareTrainings } from "@convscope/viz";

// Drawn digits, pixels 0 … 1, and which digit each is.
const { train, test } = strokes({ train: 1500, test: 300 });
const samples = ({ shape, images, labels }: Split): Data =>
  arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { fc: { shape: [labels.length], data: labels } } });

// Softmax regression, and the same with two hidden layers before it.
const linear = graph("linear", [28, 28, 1], { flatten: flatten(), fc: dense(10) });
const bent = graph("hidden layers", [28, 28, 1], { flatten: flatten(), fc1: dense(128), relu1: relu(), fc2: dense(128), relu2: relu(), drop: dropout(0.2), fc: dense(10) });

// Both learn alike; the test digits choose nothing, they are only measured after each epoch.
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const runs = [];
for (const one of [linear, bent]) {
  const net = await network(one, { engine, seed: 1 });
  const { history } = await fit(net, samples(train), { loss: sparseCategoricalCrossentropy(), optimizer: adam({ learningRate: 0.002 }), epochs: 8, batchSize: 32, validation: samples(test) });
  net.dispose();
  runs.push({ name: one.name, history });
  console.log(`${one.name}: ${parameters(one).trainable} parameters, ${(100 * (history.at(-1)?.["valAccuracy"] ?? NaN)).toFixed(1)} % of test digits right`);
}

export const figure: string = compareTrainings(runs, { title: "Digits with and without hidden layers", best: "none", note: "Validation means the test digits, by which nothing is chosen." });
