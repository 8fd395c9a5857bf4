import { affine, augmentBatch, brightness, mirror, type Pipeline } from "@convscope/augment";
import { simd } from "@convscope/backend-simd";
import { conv2d, dense, dropout, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import { size, subset, type Split } from "@convscope/datasets";
import { adam, cosine, fit, network, randomOf, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { drawMarks } from "@convscope/recipes";
import { compareTrainings } from "@convscope/viz";

// Few pictures, 40 of each of three figures, under much noise: enough to be learned by heart.
const noisy = (split: Split, seed: number): Split => {
  const random = randomOf(seed, "noise");
  return { ...split, images: split.images.map((value) => Math.min(255, Math.max(0, value + 40 * random.normal()))) };
};
const [train, test] = [noisy(drawMarks(120, 1, "train"), 1), noisy(drawMarks(90, 1, "test"), 2)];
const samples = (split: Split, pipeline: Pipeline): Data => ({
  length: size(split),
  batch(indices, epoch = 0) {
    const { shape, images, labels } = subset(split, indices);
    const { data } = augmentBatch({ shape, data: images }, pipeline, { seed: 1, path: [epoch, indices[0] ?? 0] });
    return { inputs: { input: { shape, data: Float32Array.from(data, (value) => value / 255) } }, targets: { fc8: { shape: [labels.length], data: labels } } };
  },
});

// AlexNet's five convolutions and three dense layers, much narrower, for pictures an eighth as wide.
const pool = maxPooling2d(3, { strides: 2 });
const alexnet = (rate: number) => graph("small-alexnet", [28, 28, 1], {
  conv1: conv2d(8, 5, { strides: 2, padding: 2 }), relu1: relu(), pool1: pool,
  conv2: conv2d(16, 3, { padding: 1 }), relu2: relu(), conv3: conv2d(24, 3, { padding: 1 }), relu3: relu(),
  conv4: conv2d(24, 3, { padding: 1 }), relu4: relu(), conv5: conv2d(16, 3, { padding: 1 }), relu5: relu(), pool5: pool,
  flatten: flatten(), drop6: dropout(rate), fc6: dense(64), relu6: relu(), drop7: dropout(rate), fc7: dense(64), relu7: relu(), fc8: dense(3),
});

// Without and with the paper's two remedies: dropout, and pictures that are never twice the same.
const changes = [mirror(), affine({ degrees: 20, translate: [0.1, 0.1], scale: [0.85, 1.15] }), brightness({ factor: [0.7, 1.3] })];
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const runs = [];
for (const { name, rate, pipeline } of [{ name: "plain", rate: 0, pipeline: [] }, { name: "with remedies", rate: 0.2, pipeline: changes }]) {
  const net = await network(alexnet(rate), { engine, seed: 1 });
  const { history } = await fit(net, samples(train, pipeline), { loss: sparseCategoricalCrossentropy(), optimizer: adam({ learningRate: 0.002 }), schedule: cosine(), epochs: 18, batchSize: 15, validation: samples(test, []) });
  net.dispose();
  runs.push({ name, history });
  const last = history.at(-1);
  console.log(`${name}: ${(100 * (last?.["accuracy"] ?? NaN)).toFixed(0)} % of training and ${(100 * (last?.["valAccuracy"] ?? NaN)).toFixed(0)} % of test pictures right`);
}

export const figure: string = compareTrainings(runs, { title: "A small AlexNet on 3 × 40 pictures", best: "none", note: "Validation means the test pictures, by which nothing is chosen." });
