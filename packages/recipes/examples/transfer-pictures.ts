import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, dense, globalAveragePooling2d, graph, relu, type Block, type Graph } from "@convscope/core";
import { first, strokes, subset, type Split } from "@convscope/datasets";
import { adam, arrayData, cosine, fit, freeze, network, sparseCategoricalCrossentropy, tfjsLoader, transferWeights, useBackend, type Data } from "@convscope/nn";
import { lineChart } from "@convscope/viz";

// Many drawn digits from 0 to 5, and of 6, 7, 8 and 9 only five each.
const all = strokes({ train: 2000, test: 250 });
const only = (split: Split, low: number, high: number): Split => subset(split, [...split.labels.keys()].filter((i) => low <= (split.labels[i] ?? 0) && (split.labels[i] ?? 0) <= high));
const [many, few, test] = [only(all.train, 0, 5), first(only(all.train, 6, 9), 20), only(all.test, 6, 9)];
const samples = ({ shape, images, labels }: Split, low: number): Data =>
  arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { fc: { shape: [labels.length], data: labels.map((label) => label - low) } } });

// The same layers for both, but for the last one.
const stage = (filters: number): Block => ({ conv: conv2d(filters, 3, { strides: 2, padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });
const net = (classes: number): Graph => graph("small", [28, 28, 1], { stage1: stage(12), stage2: stage(24), stage3: stage(48), mean: globalAveragePooling2d(), fc: dense(classes) });

// First a net learns the digits of which there are many.
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const loss = sparseCategoricalCrossentropy();
const reader = await network(net(6), { engine, seed: 1 });
await fit(reader, samples(many, 0), { loss, optimizer: adam({ learningRate: 0.005 }), schedule: cosine(), epochs: 4, batchSize: 20 });
const { weights } = transferWeights(net(4), await reader.weights(), { seed: 1 });
reader.dispose();

// Then three nets learn the few: from nothing; with what the reader knows and a new last layer, that layer alone; and the same, all of it from the seventh epoch on.
const ways = { "from nothing": {}, "new head only": freeze(net(4)), "head, then all": freeze(net(4), { thaw: 7 }) };
const series = [];
for (const [name, options] of Object.entries(ways)) {
  const one = await network(net(4), { engine, seed: 1, ...(name !== "from nothing" && { weights }) });
  const { history } = await fit(one, samples(few, 6), { loss, optimizer: adam({ learningRate: 0.01 }), schedule: cosine(), epochs: 20, batchSize: 5, validation: samples(test, 6), ...options });
  one.dispose();
  const points = history.map(({ epoch, valAccuracy = NaN }) => [epoch, 100 * valAccuracy] as const);
  series.push({ name, points });
  console.log(`${name}: ${points.at(-1)?.[1].toFixed(0)} % of ${test.labels.length} test digits right`);
}

export const figure: string = lineChart(series, { title: "Five pictures of each class, after many of others", xLabel: "epoch", yLabel: "test accuracy, %" });
