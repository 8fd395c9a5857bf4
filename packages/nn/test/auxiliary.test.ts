import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { network, objectiveOf, sgd, sparseCategoricalCrossentropy, type NdArray } from "../src/index.ts";
import { engineOn } from "./backends.ts";

/** Two pictures, one dark above and one dark below. */
const pictures = (size: number): NdArray => ({ shape: [2, size, size, 3], data: Float32Array.from({ length: 2 * size * size * 3 }, (_, i) => (Math.floor(i / (size * size * 3)) === Math.floor(((i / 3 / size) % size) / (size / 2)) ? -1 : 1) + Math.sin(i) / 4) });

// Inception-v3's head needs pictures of 299, at which its outputs are compared with torchvision's.
test.each([{ title: "torchvision's", size: 64, options: {} }, { title: "the paper's", size: 96, options: { variant: "paper" } }])("$title GoogLeNet learns through its auxiliary heads too, which count 0.3", { timeout: 120_000 }, async ({ size, options }) => {
  const graph = model("googlenet", { classes: 2, auxiliary: true, inputShape: [size, size, 3], ...options });
  const loss = sparseCategoricalCrossentropy();
  const [main = "", ...heads] = graph.outputs;
  const objective = objectiveOf(graph, { [main]: loss, ...Object.fromEntries(heads.map((head) => [head, { loss, weight: 0.3 }])) });
  const net = await network(graph, { engine: await engineOn("simd"), seed: 1 });
  const target: NdArray = { shape: [2], data: Int32Array.of(0, 1) };
  const before = await net.weights();
  const { loss: whole, losses } = await net.step({ inputs: { input: pictures(size) }, targets: Object.fromEntries(graph.outputs.map((output) => [output, target])) }, { objective, optimizer: sgd({ learningRate: 0.01 }) });
  const after = await net.weights();
  net.dispose();
  expect(Object.keys(losses).sort()).toEqual([...graph.outputs].sort());
  expect(whole).toBeCloseTo((losses[main] ?? NaN) + 0.3 * heads.reduce((sum, head) => sum + (losses[head] ?? NaN), 0), 4);
  for (const output of graph.outputs) expect([output, after[`${output}.bias`]?.data]).not.toEqual([output, before[`${output}.bias`]?.data]);
});
