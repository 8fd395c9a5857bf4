import { simd } from "@convscope/backend-simd";
import { conv2d, dense, flatten, graph, maxPooling2d, relu, softmax } from "@convscope/core";
import { strokes, subset, type Split } from "@convscope/datasets";
import { adam, arrayData, evaluate, fit, network, predictedClasses, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { predictionGrid } from "@convscope/viz";

// Digits that the program draws itself, 28×28 with one channel; nothing is downloaded.
const { train, test, classes } = strokes({ train: 1500, test: 300 });
const samples = ({ shape, images, labels }: Split): Data =>
  arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { softmax: { shape: [labels.length], data: labels } } });

// Two convolutions, each with a pool that keeps the strongest of four; then a probability for each digit.
const small = graph("small-cnn", [28, 28, 1], {
  conv1: conv2d(8, 3, { padding: 1 }), relu1: relu(), pool1: maxPooling2d(2),
  conv2: conv2d(16, 3, { padding: 1 }), relu2: relu(), pool2: maxPooling2d(2),
  flatten: flatten(), fc: dense(10), softmax: softmax(),
});
const net = await network(small, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// The loss is −log of the probability that the right digit was given.
const loss = sparseCategoricalCrossentropy({ from: "probabilities" });
const { history } = await fit(net, samples(train), { loss, optimizer: adam({ learningRate: 0.003 }), epochs: 4, batchSize: 32 });
for (const { epoch, loss: mean } of history) console.log(`epoch ${epoch}: mean loss ${mean.toFixed(2)}`);

// The accuracy is measured on digits that the net has not seen.
const { metrics, outputs } = await evaluate(net, samples(test), { loss, keep: true });
net.dispose();
console.log(`${(100 * (metrics["accuracy"] ?? NaN)).toFixed(1)} % of ${test.labels.length} test digits right`);

// The most can be seen in the digits of which it is least sure.
const chances = Array.from(test.labels, (_, i) => Array.from(outputs["softmax"]?.data.subarray(10 * i, 10 * i + 10) ?? []));
const doubtful = [...chances.keys()].sort((a, b) => Math.max(...(chances[a] ?? [])) - Math.max(...(chances[b] ?? []))).slice(0, 24);
const probabilities = doubtful.flatMap((i) => chances[i] ?? []);
export const figure: string = predictionGrid({ ...subset(test, doubtful), classes, probabilities, predicted: predictedClasses(probabilities, 10) }, { title: "The test digits of which the net is least sure" });
