import { simd } from "@convscope/backend-simd";
import { dense, flatten, graph, relu, reshape, sigmoid } from "@convscope/core";
import { strokes, subset } from "@convscope/datasets";
import { adam, arrayData, binaryCrossentropy, fit, network, tfjsLoader, useBackend } from "@convscope/nn";
import { scatter } from "@convscope/viz";

// Drawn noughts, ones, twos and threes, pixels 0 … 1. The net is not told which is which; labels only colour the points at the end.
const { train, classes } = strokes({ train: 1200, test: 0 });
const { shape, images, labels } = subset(train, [...train.labels.keys()].filter((i) => (train.labels[i] ?? 9) < 4));
const pictures = { shape, data: Float32Array.from(images, (value) => value / 255) };

// Down to two numbers, and up again to 784 pixels.
const plane = graph("autoencoder", [28, 28, 1], {
  flatten: flatten(), down: { fc: dense(128), relu: relu() },
  latent: dense(2),
  up: { fc1: dense(128), relu: relu(), fc2: dense(784), sigmoid: sigmoid() }, picture: reshape([28, 28, 1]),
});
const net = await network(plane, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// The target is the picture itself; the loss is the mean cross-entropy of its pixels.
const data = arrayData({ inputs: { input: pictures }, targets: { picture: pictures } });
const { history } = await fit(net, data, { loss: binaryCrossentropy({ from: "probabilities" }), metrics: {}, optimizer: adam({ learningRate: 0.003 }), epochs: 20, batchSize: 16 });
console.log(`loss ${history[0]?.loss.toFixed(3)} in the first epoch, ${history.at(-1)?.loss.toFixed(3)} in the last`);

// Any node can be asked for, so the two numbers of each picture too.
const { latent, picture } = await net.run({ input: pictures }, { nodes: ["latent", "picture"] });
net.dispose();
const points = latent?.data ?? new Float32Array();
const error = pictures.data.reduce((sum, value, i) => sum + (value - (picture?.data[i] ?? NaN)) ** 2, 0) / pictures.data.length;
console.log(`784 pixels through 2 numbers: mean squared error ${error.toFixed(3)}`);

export const figure: string = scatter({ points, labels, classes }, { title: "Digits in the plane of the latent space", xLabel: "first latent number", yLabel: "second latent number" });
