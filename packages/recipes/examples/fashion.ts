// Crosses, rings and stars stand in for Fashion-MNIST, which has to be downloaded with `await loadDataset("fashion-mnist")`: like clothes they may be mirrored.
import { augmentBatch, mirror, randomCrop, type Pipeline } from "@convscope/augment";
import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, dense, globalAveragePooling2d, graph, parameters, relu, residual, softmax, type Block } from "@convscope/core";
import { first, size, subset, type Split } from "@convscope/datasets";
import { cosine, evaluate, fit, network, predictedClasses, sgd, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { drawMarks, markNames } from "@convscope/recipes";
import { predictionGrid } from "@convscope/viz";

const [train, test] = [drawMarks(450, 1, "train"), drawMarks(240, 1, "test")];

// Each training picture is mirrored or not, and shifted by up to two pixels, anew in each epoch.
const changes = [mirror(), randomCrop({ size: 28, padding: 2 })];
const samples = (split: Split, pipeline: Pipeline): Data => ({
  length: size(split),
  batch(indices, epoch = 0) {
    const { shape, images, labels } = subset(split, indices);
    const { data } = augmentBatch({ shape, data: images }, pipeline, { seed: 1, path: [epoch, indices[0] ?? 0] });
    return { inputs: { input: { shape, data: Float32Array.from(data, (value) => value / 255) } }, targets: { softmax: { shape: [labels.length], data: labels } } };
  },
});

// A residual block adds what it was given to what two convolutions make of it, so that they only have to learn the difference.
const unit = (filters: number, strides: number): Block => ({ conv: conv2d(filters, 3, { strides, padding: 1, useBias: false }), bn: batchNormalization() });
const block = (filters: number): Block => residual({ one: unit(filters, 2), relu1: relu(), two: unit(filters, 1) }, { activation: relu(), downsample: conv2d(filters, 1, { strides: 2, useBias: false }) });
const small = graph("small-resnet", [28, 28, 1], { stem: unit(8, 1), relu: relu(), layer1: block(16), layer2: block(32), mean: globalAveragePooling2d(), fc: dense(3), softmax: softmax() });

// Descent with momentum and weight decay; the learning rate falls along a cosine.
const net = await network(small, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });
const loss = sparseCategoricalCrossentropy({ from: "probabilities" });
await fit(net, samples(train, changes), { loss, optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 5e-4 }), schedule: cosine(), epochs: 6, batchSize: 16 });
const { metrics, outputs } = await evaluate(net, samples(test, []), { loss, keep: true });
net.dispose();
console.log(`${parameters(small).trainable} parameters`);
console.log(`${(100 * (metrics["accuracy"] ?? NaN)).toFixed(1)} % of ${size(test)} test pictures right, where a guess is right in 33.3 %`);

const probabilities = outputs["softmax"]?.data.subarray(0, 24 * 3) ?? [];
export const figure: string = predictionGrid({ ...first(test, 24), classes: markNames, probabilities, predicted: predictedClasses(probabilities, 3) }, { title: "Test figures, and what the net takes them for" });
