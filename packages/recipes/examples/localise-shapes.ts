import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, dense, flatten, graph, heads, relu, type Block } from "@convscope/core";
import { image } from "@convscope/datasets";
import { adam, arrayData, boxIou, cosine, evaluate, fit, halfSquaredError, network, predictedClasses, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { drawMarks, markNames, type Marks } from "@convscope/recipes";
import { pictureSheet } from "@convscope/viz";

// A cross, ring or star in each picture of 28×28, and the four sides of its box, in pixels. They are learned faster than `shapes()`.
const [train, test] = [drawMarks(450, 1, "train"), drawMarks(120, 1, "test")];
const samples = ({ shape, images, labels, boxes }: Marks): Data => arrayData({
  inputs: { input: { shape, data: images, scale: 1 / 255 } },
  targets: { "head.class": { shape: [labels.length], data: labels }, "head.box": { shape: [labels.length, 4], data: boxes, scale: 1 / 28 } },
});

// One trunk and two heads: what it is, and where it is, as shares of the side.
const stage = (filters: number): Block => ({ conv: conv2d(filters, 3, { strides: 2, padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });
const trunk = { stage1: stage(12), stage2: stage(24), flatten: flatten(), fc: dense(48, { useBias: false }), bn: batchNormalization(), relu: relu() };
const twoHeads = graph("localiser", [28, 28, 1], { ...trunk, head: heads({ class: dense(3), box: dense(4) }) });
const net = await network(twoHeads, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// Both are learned at once: the loss is the cross-entropy of the class and ten times the squared error of the box.
const loss = { "head.class": sparseCategoricalCrossentropy(), "head.box": { loss: halfSquaredError(), weight: 10 } };
await fit(net, samples(train), { loss, optimizer: adam({ learningRate: 0.005 }), schedule: cosine(), epochs: 18, batchSize: 15 });
const { outputs } = await evaluate(net, samples(test), { loss, keep: true });
net.dispose();

// Intersection over union: how much of both boxes together lies in both.
const shares = Array.from(outputs["head.box"]?.data ?? []);
const found = Array.from(predictedClasses(outputs["head.class"]?.data ?? [], 3), (label, i) => {
  const [box, truth] = [shares.slice(4 * i, 4 * i + 4).map((share) => 28 * share), test.boxes.subarray(4 * i, 4 * i + 4)];
  return { label, box, truth, iou: boxIou(box, truth) };
});
console.log(`${found.filter(({ label }, i) => label === test.labels[i]).length} of ${found.length} test figures named rightly, where a guess names ${found.length / 3}`);
console.log(`mean intersection over union ${(found.reduce((sum, { iou }) => sum + iou, 0) / found.length).toFixed(2)}`);

export const figure: string = pictureSheet(found.slice(0, 18).map(({ label, box, truth, iou }, i) => ({
  image: image(test, i), shape: [28, 28, 1], boxes: truth, found: box, caption: `${markNames[label]}, ${(100 * iou).toFixed(0)} %`,
})), { title: "What it is and where, on test pictures", side: 106 });
