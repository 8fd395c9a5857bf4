import { simd } from "@convscope/backend-simd";
import { batchNormalization, branches, concatenate, conv2d, conv2dTranspose, from, graph, maxPooling2d, relu, type Block } from "@convscope/core";
import { image, subset, type Split } from "@convscope/datasets";
import { adam, arrayData, confusionMatrix, cosine, evaluate, fit, maskScores, network, predictedClasses, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { drawMarks } from "@convscope/recipes";
import { pictureSheet } from "@convscope/viz";

// Each pixel has a class: 0 outside, 1 in a cross, 2 in a ring. They are learned faster than what `shapes()` draws.
const crossesAndRings = (count: number, part: string): Split => { const { labels, ...all } = drawMarks(count, 1, part); return subset({ labels, ...all }, [...labels.keys()].filter((i) => labels[i] !== 2)); };
const [train, test] = [crossesAndRings(300, "train"), crossesAndRings(90, "test")];
const truth = ({ masks = new Uint8Array(), labels }: Split): Uint8Array => masks.map((inside, at) => inside * (1 + (labels[Math.floor(at / 784)] ?? 0)));
const samples = (marks: Split): Data =>
  arrayData({ inputs: { input: { shape: marks.shape, data: marks.images, scale: 1 / 255 } }, targets: { score: { shape: marks.shape.slice(0, 3), data: truth(marks) } } });

// The U: twice down to see the whole, twice up again, and on the way up the features of the same size from the way down beside it.
const unit = (filters: number): Block => ({ conv: conv2d(filters, 3, { padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });
const up = (filters: number, across: string): Block => ({ join: branches({ below: conv2dTranspose(filters, 2, { strides: 2 }), across: from(across) }, concatenate()), unit: unit(filters) });
const unet = graph("u-net", [28, 28, 1], {
  down1: unit(6), pool1: maxPooling2d(2), down2: unit(12), pool2: maxPooling2d(2), bottom: [unit(24), unit(24)],
  up2: up(12, "down2.relu"), up1: up(6, "down1.relu"), score: conv2d(3, 1),
});
const net = await network(unet, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// The loss is the mean cross-entropy of all pixels.
const loss = sparseCategoricalCrossentropy();
await fit(net, samples(train), { loss, optimizer: adam({ learningRate: 0.01 }), schedule: cosine(), epochs: 7, batchSize: 8 });
const { outputs } = await evaluate(net, samples(test), { loss, keep: true });
net.dispose();

// Intersection over union of each class, over all pixels of the test pictures.
const found = predictedClasses(outputs["score"]?.data ?? [], 3);
const { iou, meanIou } = maskScores(confusionMatrix(truth(test), found, 3));
console.log(["outside", "cross", "ring"].map((name, i) => `${name} ${iou[i]?.toFixed(2)}`).join(", "));
console.log(`mean intersection over union ${meanIou.toFixed(2)}`);

// Beside each picture what was found in it.
const sheet = Array.from({ length: 9 }, (_, i) => [
  { image: image(test, i), shape: [28, 28, 1], caption: "picture" },
  { image: Uint8Array.from(found.subarray(784 * i, 784 * (i + 1)), (label) => 120 * label), shape: [28, 28, 1], caption: "found" },
]);
export const figure: string = pictureSheet(sheet.flat(), { title: "What a U-Net says of each pixel", subtitle: "Found: crosses are grey, rings are white.", side: 106 });
