import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, dense, globalMaxPooling2d, graph, relu, type Block } from "@convscope/core";
import { shapeScenes, type SceneSplit } from "@convscope/datasets";
import { adam, arrayData, averagePrecision, binaryCrossentropy, cosine, evaluate, fit, network, tfjsLoader, useBackend, type Data } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";

// Pictures of one to three figures; for each colour, whether something in the picture has it. Any of the four may be true at once.
const { train, test } = shapeScenes({ train: 300, test: 120 });
const colours = ["red", "green", "blue", "yellow"];
const truth = ({ figures }: SceneSplit): Float32Array => Float32Array.from(figures.flatMap((all) => colours.map((colour) => Number(all.some((one) => one.colour === colour)))));
const samples = (split: SceneSplit): Data =>
  arrayData({ inputs: { input: { shape: split.shape, data: split.images, scale: 1 / 255 } }, targets: { fc: { shape: [split.figures.length, 4], data: truth(split) } } });

// The strongest answer anywhere in the picture is enough: one red figure makes "red" true.
const stage = (filters: number): Block => ({ conv: conv2d(filters, 3, { strides: 2, padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });
const scenes = graph("scenes", [64, 64, 3], { stage1: stage(8), stage2: stage(16), stage3: stage(32), pool: globalMaxPooling2d(), fc: dense(4) });
const net = await network(scenes, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }), seed: 1 });

// A question of its own for each label: the mean of four binary cross-entropies, where a softmax would let only one be true.
const loss = binaryCrossentropy();
await fit(net, samples(train), { loss, optimizer: adam({ learningRate: 0.01 }), schedule: cosine(), epochs: 10, batchSize: 16 });
const logits = (await evaluate(net, samples(test), { loss, keep: true })).outputs["fc"]?.data ?? [];
net.dispose();

// A logit above 0 is a probability above ½.
const [is, said] = [truth(test), Float32Array.from(logits, (logit) => Number(logit > 0))];
const column = (of: ArrayLike<number>, label: number): number[] => Array.from(test.figures, (_, i) => of[4 * i + label] ?? NaN);
colours.forEach((colour, label) => { console.log(`${colour}: average precision ${averagePrecision(column(is, label), column(logits, label)).toFixed(3)}`); });
console.log(`all four right in ${test.figures.filter((_, i) => colours.every((__, label) => is[4 * i + label] === said[4 * i + label])).length} of ${test.figures.length} test pictures`);

const named = (of: ArrayLike<number>, i: number): string => colours.filter((_, label) => of[4 * i + label] === 1).join(", ") || "none";
export const figure: string = pictureSheet(test.figures.slice(0, 8).map((_, i) => ({
  image: test.images.subarray(i * 64 * 64 * 3, (i + 1) * 64 * 64 * 3), shape: [64, 64, 3],
  caption: named(is, i) === named(said, i) ? named(said, i) : `${named(said, i)}; is ${named(is, i)}`,
})), { title: "Colours of the figures in test pictures", subtitle: "What the net says, and what is true where that differs", side: 110 });
