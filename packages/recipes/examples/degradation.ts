import { simd } from "@convscope/backend-simd";
import { batchNormalization, dense, flatten, graph, relu, residual, type Block } from "@convscope/core";
import { strokes } from "@convscope/datasets";
import { arrayData, cosine, fit, heNormal, network, sgd, sparseCategoricalCrossentropy, tfjsLoader, useBackend } from "@convscope/nn";
import { lineChart } from "@convscope/viz";

// Drawn digits, pixels 0 … 1.
const { shape, images, labels } = strokes({ train: 400, test: 0 }).train;
const data = arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { fc: { shape: [labels.length], data: labels } } });

// Blocks of two layers, dense ones, which are fast; with convolutions it is the same. A shortcut adds what goes into a block to what comes out.
const unit: Block = { fc: dense(24, { useBias: false }), bn: batchNormalization() };
const plain: Block = { one: unit, relu1: relu(), two: unit, relu2: relu() };
const shortened: Block = residual({ one: unit, relu1: relu(), two: unit }, { activation: relu() });

// Two depths of each kind, all trained alike. What is compared is the loss on the very digits they learn from: worse there is not overfitting.
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const series = [];
for (const [kind, block] of Object.entries({ plain, residual: shortened }))
  for (const blocks of [2, 8]) {
    const name = `${kind}, ${2 * blocks + 2} layers`;
    const deep = graph(name, [28, 28, 1], { flatten: flatten(), stem: { unit, relu: relu() }, blocks: Array.from({ length: blocks }, () => block), bn: batchNormalization(), fc: dense(10) });
    const net = await network(deep, { engine, seed: 1, init: { kernel: heNormal() } });
    const { history } = await fit(net, data, { loss: sparseCategoricalCrossentropy(), optimizer: sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 }), schedule: cosine(), epochs: 8, batchSize: 25 });
    net.dispose();
    series.push({ name, points: history.map(({ epoch, loss }) => [epoch, loss] as const) });
    console.log(`${name}: training loss ${history.at(-1)?.loss.toFixed(2)}`);
  }

export const figure: string = lineChart(series, { title: "What depth costs, without and with shortcuts", xLabel: "epoch", yLabel: "mean training loss" });
