// Drawn digits stand in for MNIST, which has to be downloaded: `await loadDataset("mnist")` gives pictures of the same size.
import { affine, augmentBatch, type Pipeline } from "@convscope/augment";
import { simd } from "@convscope/backend-simd";
import { parameters } from "@convscope/core";
import { size, strokes, subset, type Split } from "@convscope/datasets";
import { model } from "@convscope/models";
import { adamw, confusionMatrix, cosine, evaluate, fit, network, predictedClasses, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { confusionMatrix as confusionFigure } from "@convscope/viz";

const { train, test, classes } = strokes({ train: 800, test: 300 });

// What hands do anyhow, turning and shifting a digit a little, is done to the training digits anew in each epoch.
const byHand = [affine({ degrees: 8, translate: [0.06, 0.06], scale: [0.92, 1.08], shear: 4 })];
const samples = (split: Split, pipeline: Pipeline): Data => ({
  length: size(split),
  batch(indices, epoch = 0) {
    const { shape, images, labels } = subset(split, indices);
    const { data } = augmentBatch({ shape, data: images }, pipeline, { seed: 1, path: [epoch, indices[0] ?? 0] });
    return { inputs: { input: { shape, data: Float32Array.from(data, (value) => value / 255) } }, targets: { fc2: { shape: [labels.length], data: labels } } };
  },
});

// The lecture's net. Its target is not quite sure (label smoothing), and the learning rate falls along a cosine.
const net = await network(model("mnist-cnn"), { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });
const loss = sparseCategoricalCrossentropy({ labelSmoothing: 0.02 });
await fit(net, samples(train, byHand), { loss, optimizer: adamw({ learningRate: 0.002 }), schedule: cosine(), epochs: 3, batchSize: 16 });

const { metrics, outputs } = await evaluate(net, samples(test, []), { loss, keep: true });
net.dispose();
console.log(`${parameters(net.graph).trainable} parameters`);
console.log(`${(100 * (metrics["accuracy"] ?? NaN)).toFixed(1)} % of ${size(test)} test digits right`);

const matrix = confusionMatrix(test.labels, predictedClasses(outputs["fc2"]?.data ?? [], 10), 10);
export const figure: string = confusionFigure({ matrix, classes }, { title: "Which digits are taken for which" });
