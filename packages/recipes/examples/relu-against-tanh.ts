import { simd } from "@convscope/backend-simd";
import { conv2d, dense, flatten, graph, relu, tanh } from "@convscope/core";
import { strokes } from "@convscope/datasets";
import { arrayData, fit, network, randomNormal, sgd, sparseCategoricalCrossentropy, tfjsLoader, useBackend } from "@convscope/nn";
import { lineChart } from "@convscope/viz";

// Drawn digits, pixels raw, 0 … 255 less their mean: the sums are so large that tanh saturates, where its slope is next to nothing.
const { shape, images, labels } = strokes({ train: 600, test: 0 }).train;
const mean = images.reduce((sum, value) => sum + value, 0) / images.length;
const data = arrayData({ inputs: { input: { shape, data: Float32Array.from(images, (value) => value - mean) } }, targets: { fc: { shape: [labels.length], data: labels } } });

// The same net with either activation, from the same weights; it stops once less than a quarter of the digits were wrong as they went by.
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const series = [];
for (const [name, activation] of Object.entries({ "ReLU": relu(), "tanh": tanh() })) {
  const four = graph(name, [28, 28, 1], { conv1: conv2d(6, 5, { strides: 2 }), act1: activation, conv2: conv2d(12, 5, { strides: 2 }), act2: activation, flatten: flatten(), fc3: dense(64), act3: activation, fc: dense(10) });
  const net = await network(four, { engine, seed: 1, init: { kernel: randomNormal({ deviation: 0.01 }) } });
  const errorOf = (accuracy = NaN): number => 100 * (1 - accuracy);
  const { history, reason = "it did not get to 25 %" } = await fit(net, data, {
    loss: sparseCategoricalCrossentropy(), optimizer: sgd({ learningRate: 0.002, momentum: 0.9 }), epochs: 8, batchSize: 16,
    callbacks: [{ onEpochEnd: ({ epoch, accuracy }) => (errorOf(accuracy) < 25 ? { stop: `below 25 % after ${epoch} epochs` } : undefined) }],
  });
  net.dispose();
  series.push({ name, points: history.map(({ epoch, accuracy }) => [epoch, errorOf(accuracy)] as const) });
  console.log(`${name}: ${reason}, training error ${errorOf(history.at(-1)?.["accuracy"]).toFixed(0)} %`);
}

export const figure: string = lineChart(series, { title: "The same net with ReLU and with tanh", xLabel: "epoch", yLabel: "training error, %", note: "Each stops below 25 %." });
