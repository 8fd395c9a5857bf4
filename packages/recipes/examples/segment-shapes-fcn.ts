import { simd } from "@convscope/backend-simd";
import { add, batchNormalization, branches, conv2d, from, graph, relu, upSampling2d, type Block } from "@convscope/core";
import { image, subset, type Split } from "@convscope/datasets";
import { adam, arrayData, confusionMatrix, cosine, evaluate, fit, maskScores, network, predictedClasses, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { drawMarks } from "@convscope/recipes";
import { pictureSheet } from "@convscope/viz";

// Each pixel has a class: 0 outside, 1 in a cross, 2 in a ring. They are learned faster than what `shapes()` draws.
const crossesAndRings = (count: number, part: string): Split => { const { labels, ...all } = drawMarks(count, 1, part); return subset({ labels, ...all }, [...labels.keys()].filter((i) => labels[i] !== 2)); };
const [train, test] = [crossesAndRings(300, "train"), crossesAndRings(90, "test")];
const truth = ({ masks = new Uint8Array(), labels }: Split): Uint8Array => masks.map((inside, at) => inside * (1 + (labels[Math.floor(at / 784)] ?? 0)));
const samples = (marks: Split): Data =>
  arrayData({ inputs: { input: { shape: marks.shape, data: marks.images, scale: 1 / 255 } }, targets: { upscore: { shape: marks.shape.slice(0, 3), data: truth(marks) } } });

// A classifier without its dense layers: scores for each place of the coarsest maps. They are enlarged and added to those of finer maps, and enlarged to the picture's size.
const stage = (filters: number): Block => ({ conv: conv2d(filters, 3, { strides: 2, padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });
const score = conv2d(3, 1);
const twice = upSampling2d(2, { interpolation: "bilinear" });
const fcn = graph("fcn", [28, 28, 1], {
  half: stage(12), quarter: stage(24), wide: { conv: conv2d(32, 5, { padding: 2, useBias: false }), bn: batchNormalization(), relu: relu() }, score,
  fuse: branches({ coarse: twice, fine: { maps: from("half.relu"), score } }, add()),
  upscore: twice,
});
const net = await network(fcn, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// The loss is the mean cross-entropy of all pixels.
const loss = sparseCategoricalCrossentropy();
await fit(net, samples(train), { loss, optimizer: adam({ learningRate: 0.01 }), schedule: cosine(), epochs: 8, batchSize: 8 });
const { outputs } = await evaluate(net, samples(test), { loss, keep: true });
net.dispose();

// Intersection over union of each class, over all pixels of the test pictures.
const found = predictedClasses(outputs["upscore"]?.data ?? [], 3);
const { iou, meanIou } = maskScores(confusionMatrix(truth(test), found, 3));
console.log(["outside", "cross", "ring"].map((name, i) => `${name} ${iou[i]?.toFixed(2)}`).join(", "));
console.log(`mean intersection over union ${meanIou.toFixed(2)}`);

// Beside each picture what was found in it.
const sheet = Array.from({ length: 9 }, (_, i) => [
  { image: image(test, i), shape: [28, 28, 1], caption: "picture" },
  { image: Uint8Array.from(found.subarray(784 * i, 784 * (i + 1)), (label) => 120 * label), shape: [28, 28, 1], caption: "found" },
]);
export const figure: string = pictureSheet(sheet.flat(), { title: "What a fully convolutional net says of each pixel", subtitle: "Found: crosses are grey, rings are white.", side: 106 });
