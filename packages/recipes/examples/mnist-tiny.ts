// Drawn digits stand in for MNIST, which has to be downloaded: `await loadDataset("mnist")` gives pictures of the same size.
import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, dense, globalAveragePooling2d, graph, maxPooling2d, parametersByNode, relu, type Block } from "@convscope/core";
import { strokes, type Split } from "@convscope/datasets";
import { adamw, arrayData, cosine, fit, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { trainingCurves } from "@convscope/viz";

const { train, test } = strokes({ train: 1200, test: 300 });
const samples = ({ shape, images, labels }: Split): Data =>
  arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { fc: { shape: [labels.length], data: labels } } });

// Few channels, 1×1 convolutions that make them fewer again, and the mean of each map in place of dense layers.
const unit = (filters: number, kernel: number): Block => ({ conv: conv2d(filters, kernel, { padding: (kernel - 1) / 2, useBias: false }), bn: batchNormalization(), relu: relu() });
const tiny = graph("tiny", [28, 28, 1], {
  block1: unit(8, 3), pool1: maxPooling2d(2),
  block2: [unit(16, 3), unit(16, 3)], pool2: maxPooling2d(2), squeeze: unit(12, 1),
  block3: [unit(20, 3), unit(20, 3)],
  mean: globalAveragePooling2d(), fc: dense(10),
});

// With normalisation after each convolution the learning rate may begin high; it falls along a cosine.
const net = await network(tiny, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });
const { history } = await fit(net, samples(train), { loss: sparseCategoricalCrossentropy(), optimizer: adamw({ learningRate: 0.01 }), schedule: cosine(), epochs: 4, batchSize: 32, validation: samples(test) });
net.dispose();

const counts = [...parametersByNode(tiny)].map(([, { trainable }]) => trainable);
console.log(`${counts.reduce((sum, count) => sum + count, 0)} parameters, at most ${Math.max(...counts)} in a layer`);
console.log(`${(100 * (history.at(-1)?.["valAccuracy"] ?? NaN)).toFixed(1)} % of ${test.labels.length} test digits right`);

export const figure: string = trainingCurves(history, { title: "Digits with fewer than 10,000 parameters", best: "none", note: "Validation means the test digits, by which nothing is chosen." });
