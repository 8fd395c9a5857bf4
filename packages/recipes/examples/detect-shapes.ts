import { simd } from "@convscope/backend-simd";
import { batchNormalization, branches, conv2d, dense, from, graph, relu, reshape, roiPooling, softmax, type Block } from "@convscope/core";
import { shapeScenes, type SceneSplit } from "@convscope/datasets";
import { adam, arrayData, boxIou, cosine, detectionScores, evaluate, fit, keptBoxes, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Box, type Data } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";

// Pictures of 64×64 with one to three figures, told apart by their colours here, and windows of two sizes all over them.
const { train, test } = shapeScenes({ train: 150, test: 40 });
const classes = ["red", "green", "blue", "yellow"];
const truth = ({ figures }: SceneSplit) => figures.map((all) => ({ boxes: all.map(({ box }) => box), labels: all.map(({ colour }) => classes.indexOf(colour)) }));
const windows = [15, 27].flatMap((side) => {
  const starts = Array.from({ length: Math.floor((3 * (64 - side)) / side) + 1 }, (_, i) => Math.round((i * side) / 3));
  return starts.flatMap((top) => starts.map((left): Box => [left, top, left + side, top + side]));
});

// What a window shows: 0 for background, or one more than the colour of the figure with which it shares half of what both cover.
const samples = (split: SceneSplit): Data => {
  const seen = truth(split).flatMap(({ boxes, labels }) => windows.map((window) => 1 + (labels[boxes.findIndex((box) => boxIou(window, box) >= 0.5)] ?? -1)));
  return arrayData({
    inputs: { image: { shape: split.shape, data: split.images, scale: 1 / 255 }, boxes: { shape: [split.shape[0], windows.length, 4], data: Float32Array.from(split.figures.flatMap(() => windows.flat())) } },
    targets: { softmax: { shape: [split.shape[0], windows.length], data: Uint8Array.from(seen) } },
  });
};

// The picture goes through the convolutions once; each window is cut out of the maps, made 3×3 large and classified (Fast R-CNN, without its correction of boxes).
const stage = (filters: number, strides: number): Block => ({ conv: conv2d(filters, 3, { strides, padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });
const detector = graph("detector", { image: [64, 64, 3], boxes: [windows.length, 4] }, {
  half: stage(8, 2), quarter: stage(16, 2),
  cut: branches({ maps: [], boxes: from("boxes") }, roiPooling(3, { spatialScale: 1 / 4 })), row: reshape([-1, 9 * 16]),
  fc1: dense(32), relu: relu(), fc2: dense(1 + classes.length), softmax: softmax(),
});
const net = await network(detector, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// Hardly any window shows a figure, so background counts less.
const loss = sparseCategoricalCrossentropy({ from: "probabilities", classWeights: [0.1, 1, 1, 1, 1] });
await fit(net, samples(train), { loss, optimizer: adam({ learningRate: 0.005 }), schedule: cosine(), epochs: 8, batchSize: 6 });
const chances = (await evaluate(net, samples(test), { loss, keep: true })).outputs["softmax"]?.data ?? [];
net.dispose();

// Of windows of a class that overlap only the surest is kept.
const found = test.figures.map((_, i) => {
  const all = classes.flatMap((__, label) => {
    const sure = windows.map((box, w) => ({ box, label, score: chances[(i * windows.length + w) * 5 + label + 1] ?? 0 })).filter(({ score }) => score > 0.5);
    return keptBoxes(sure.map(({ box }) => box), sure.map(({ score }) => score), 0.2).flatMap((at) => sure[at] ?? []);
  });
  return { boxes: all.map(({ box }) => box), labels: all.map(({ label }) => label), scores: all.map(({ score }) => score) };
});
const { averagePrecision, meanAveragePrecision } = detectionScores(found, truth(test), { classes: classes.length, overlap: 0.5 });
classes.forEach((name, label) => { console.log(`${name}: average precision ${averagePrecision[label]?.toFixed(2)}`); });
console.log(`mean average precision ${meanAveragePrecision.toFixed(2)}`);

export const figure: string = pictureSheet(found.slice(0, 8).map(({ boxes, labels }, i) => ({
  image: test.images.subarray(12288 * i, 12288 * (i + 1)), shape: [64, 64, 3], caption: labels.map((label) => classes[label]).join(", ") || "nothing",
  boxes: truth(test)[i]?.boxes.flat(), found: boxes.flat(),
})), { title: "Figures found in test pictures", side: 128 });
