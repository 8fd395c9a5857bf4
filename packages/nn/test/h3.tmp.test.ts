import { test } from "vitest";
import { add, branches, concatenate, conv1d, dense, dropout, embedding, globalMaxPooling1d, graph, relu, sequence } from "@convscope/core";
import { adam, arrayData, fit, evaluate, network, sparseCategoricalCrossentropy, useBackend } from "@convscope/nn";
import { sentences, type SentenceSplit } from "../../datasets/src/pure.ts";
test("x", async () => {
  const d = sentences();
  const data = (s: SentenceSplit) => arrayData({ inputs: { input: { shape: [...s.shape], data: s.tokens } }, targets: { fc: { shape: [s.labels.length], data: s.labels } } });
  const maps = (w: number) => ({ conv: conv1d(32, w), relu: relu(), pool: globalMaxPooling1d() });
  const g = graph("t", sequence(d.length, d.vocabulary.length), { embedding: embedding(d.vocabulary.length, 32, { paddingIndex: 0 }), convs: branches([3, 4, 5].map(maps), concatenate()), dropout: dropout(0.5), fc: dense(2) });
  const net = await network(g, { engine: await useBackend("cpu"), seed: 1 });
  await fit(net, data(d.train), { loss: sparseCategoricalCrossentropy(), optimizer: adam({ learningRate: 0.003 }), epochs: 12, batchSize: 50, validation: data(d.test),
    callbacks: [{ onEpochEnd: ({ epoch, loss, valAccuracy = 0 }) => { console.log(epoch, loss, valAccuracy); } }] });
  net.dispose();
}, 300000);
