import { simd } from "@convscope/backend-simd";
import { dense, flatten, graph } from "@convscope/core";
import { strokes, subset } from "@convscope/datasets";
import { binaryCrossentropy, network, sgd, tfjsLoader, useBackend, zeros } from "@convscope/nn";
import { filterGrid } from "@convscope/viz";

// Drawn fours (y = 0) and nines (y = 1), pixels x from 0 to 1.
const { train } = strokes({ train: 1000, test: 0 });
const pair = subset(train, [...train.labels.keys()].filter((i) => train.labels[i] === 4 || train.labels[i] === 9));
const pixels = Float32Array.from(pair.images, (value) => value / 255);
const rows = Array.from(pair.labels, (label, i) => ({ y: label === 9 ? 1 : 0, x: pixels.subarray(784 * i, 784 * (i + 1)) }));

// By hand: a = σ(w·x + b); the gradient of the cross-entropy is (a − y)·x by the weights and a − y by the bias.
const w = new Float64Array(784);
let b = 0;
for (let step = 0; step < 50; step++) {
  const errors = rows.map(({ x, y }) => 1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * (w[i] ?? 0), b))) - y);
  rows.forEach(({ x }, n) => { x.forEach((value, i) => { w[i] = (w[i] ?? 0) - (0.1 * (errors[n] ?? 0) * value) / rows.length; }); });
  b -= (0.1 * errors.reduce((sum, error) => sum + error, 0)) / rows.length;
}

// The same by the engine, which derives the gradient from the graph.
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const net = await network(graph("logistic", [28, 28, 1], { flatten: flatten(), fc: dense(1) }), { engine, init: { kernel: zeros() } });
const batch = { inputs: { input: { shape: [rows.length, 28, 28, 1], data: pixels } }, targets: { fc: { shape: [rows.length, 1], data: Float32Array.from(rows, ({ y }) => y) } } };
for (let step = 0; step < 50; step++) await net.step(batch, { objective: { fc: { loss: binaryCrossentropy(), weight: 1 } }, optimizer: sgd({ learningRate: 0.1 }) });
const learnt = (await net.weights())["fc.weight"]?.data ?? [];
net.dispose();

const right = rows.filter(({ x, y }) => Number(x.reduce((sum, value, i) => sum + value * (w[i] ?? 0), b) > 0) === y).length;
console.log(`after 50 steps ${right} of ${rows.length} digits are right`);
console.log(`no weight differs by more than ${Math.max(...Array.from(w, (value, i) => Math.abs(value - (learnt[i] ?? NaN)))).toExponential(0)}`);

export const figure: string = filterGrid({ shape: [28, 28, 1, 2], data: [...w].flatMap((value, i) => [value, learnt[i] ?? NaN]) }, { title: "784 weights by hand (0) and by the engine (1)" });
