import { simd } from "@convscope/backend-simd";
import { dense, flatten, graph, relu, residual, sigmoid, type Block } from "@convscope/core";
import { strokes } from "@convscope/datasets";
import { network, sparseCategoricalCrossentropy, tfjsLoader, useBackend } from "@convscope/nn";
import { lineChart } from "@convscope/viz";

// A batch of drawn digits.
const { shape, images, labels } = strokes({ train: 100, test: 0 }).train;
const inputs = { input: { shape, data: Float32Array.from(images, (value) => value / 255) } };
const targets = { fc: { shape: [labels.length], data: labels } };

// Three nets of 20 hidden layers, which differ in what is repeated.
const kinds: Readonly<Record<string, Block>> = {
  "sigmoid": { fc: dense(32), act: sigmoid() },
  "ReLU": { fc: dense(32), act: relu() },
  "sigmoid with a shortcut": residual({ fc: dense(32), act: sigmoid() }),
};

// Backward through each: the norm of the loss's derivative by what each hidden layer says.
const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
const series = [];
for (const [name, block] of Object.entries(kinds)) {
  const deep = graph("deep", [28, 28, 1], { flatten: flatten(), stem: dense(32), hidden: Array.from({ length: 20 }, () => block), fc: dense(10) });
  const net = await network(deep, { engine, seed: 1 });
  const ends = Array.from({ length: 20 }, (_, i) => `hidden.${i}.${name.includes("shortcut") ? "add" : "act"}`);
  const { nodes } = await net.gradients({ inputs, of: { objective: { fc: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, targets }, withRespectTo: { nodes: ends } });
  net.dispose();
  const norms = ends.map((end) => Math.hypot(...(nodes[end]?.data ?? [])));
  series.push({ name, points: norms.map((norm, i) => [i + 1, norm] as const) });
  console.log(`${name}: the first layer hears ${((norms[0] ?? NaN) / (norms.at(-1) ?? NaN)).toExponential(0)} of what the last one hears`);
}

export const figure: string = lineChart(series, { title: "How loud the loss is heard in 20 layers", xLabel: "hidden layer, the first next to the input", yLabel: "norm of the loss's derivative", yScale: "log" });
