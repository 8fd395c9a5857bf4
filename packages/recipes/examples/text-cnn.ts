import { simd } from "@convscope/backend-simd";
import { branches, concatenate, conv1d, dense, dropout, embedding, globalMaxPooling1d, graph, relu, sequence } from "@convscope/core";
import { sentences, type SentenceSplit } from "@convscope/datasets";
import { adam, arrayData, fit, linearProbe, network, probeAccuracy, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data, type NdArray } from "@convscope/nn";
import { lineChart } from "@convscope/viz";

// Made reviews of films: 24 word numbers each, 0 after the last word. "Not bad, but good" and "not good, but bad" have the same words.
const { train, test, vocabulary, length } = sentences({ train: 1000, test: 200 });
const labelsOf = ({ labels }: SentenceSplit): NdArray => ({ shape: [labels.length], data: labels });
const samples = (split: SentenceSplit): Data => arrayData({ inputs: { input: { shape: split.shape, data: split.tokens } }, targets: { fc: labelsOf(split) } });

// Below: logistic regression on how often each word occurs, whose order is lost.
const counts = ({ shape: [rows], tokens }: SentenceSplit): NdArray => {
  const data = new Float32Array(rows * vocabulary.length);
  tokens.forEach((word, i) => { if (word > 0) data[Math.floor(i / length) * vocabulary.length + word]! += 1; });
  return { shape: [rows, vocabulary.length], data };
};
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const probe = await linearProbe({ features: counts(train), labels: labelsOf(train) }, { engine });
const bag = 100 * (await probeAccuracy(probe, { features: counts(test), labels: labelsOf(test) }, { engine }));
console.log(`bag of words: ${bag.toFixed(1)} % of test reviews right`);

// Above: a vector for each word, filters over 3, 4 and 5 words in a row, and of each filter the strongest answer anywhere (Kim, 2014).
const filters = [3, 4, 5].map((words) => ({ conv: conv1d(16, words), relu: relu(), pool: globalMaxPooling1d() }));
const kim = graph("text-cnn", { input: sequence(length, vocabulary.length) }, { embedding: embedding(vocabulary.length, 32, { paddingIndex: 0 }), filters: branches(filters, concatenate()), drop: dropout(0.5), fc: dense(2) });
const net = await network(kim, { engine, seed: 1 });
const { history } = await fit(net, samples(train), { loss: sparseCategoricalCrossentropy(), optimizer: adam({ learningRate: 0.005 }), epochs: 5, batchSize: 32, validation: samples(test) });
net.dispose();
const points = history.map(({ epoch, valAccuracy = NaN }) => [epoch, 100 * valAccuracy] as const);
console.log(`text CNN: ${points.at(-1)?.[1].toFixed(1)} %`);

export const figure: string = lineChart([{ name: "text CNN", points }, { name: "bag of words", points: points.map(([epoch]) => [epoch, bag] as const) }], { title: "The order of words", xLabel: "epoch", yLabel: "test accuracy, %" });
