import type { Graph } from "@convscope/core";
import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { adam, binaryCrossentropy, heNormal, network, objectiveOf, sparseCategoricalCrossentropy, type Batch, type Loss, type NdArray, type WeightInit } from "../src/index.ts";
import { engineOn } from "./backends.ts";

/** Few pictures `[n, size, size, 1]`, each bright in another half, so that no answer is right for all of them. */
function halves(n: number, size: number): NdArray {
  const lit = (picture: number, row: number, column: number): boolean => ((picture % 2 === 0 ? row : column) + (picture * size) / 8) % size < size / 2;
  return { shape: [n, size, size, 1], data: Float32Array.from({ length: n * size * size }, (_, i) => (lit(Math.floor(i / size ** 2), Math.floor(i / size) % size, i % size) ? 1 : 0)) };
}

const labels = ({ shape, data }: NdArray): NdArray => ({ shape: shape.slice(0, -1), data: Int32Array.from(data) });
const words = (n: number, length: number): NdArray => ({ shape: [n, length], data: Int32Array.from({ length: n * length }, (_, i) => 1 + ((i * i) % 19)) });

interface Case {
  readonly of: Graph;
  readonly inputs: Batch["inputs"];
  readonly target: NdArray;
  readonly loss: Loss;
  readonly learningRate: number;
  readonly init?: WeightInit;
}
const pictures = halves(4, 28);
const cells = halves(2, 16);
const reconstruction = { inputs: { input: pictures }, target: pictures, loss: binaryCrossentropy({ from: "probabilities" }), learningRate: 0.01 };

/** Few samples and what a net shall make of them. Dropout would only blur how fast it learns them by heart. */
const cases: readonly Case[] = [
  // Drawn as section 3 of its paper has it.
  { of: model("unet", { variant: "same", inputShape: [16, 16, 1], dropout: 0 }), inputs: { input: cells }, target: labels(cells), loss: sparseCategoricalCrossentropy(), learningRate: 1e-4, init: { kernel: heNormal() } },
  { of: model("autoencoder_dense"), ...reconstruction },
  { of: model("autoencoder_conv"), ...reconstruction },
  { of: model("text_cnn", { inputShape: [12], vocabulary: 20, dropout: 0 }), inputs: { input: words(4, 12) }, target: { shape: [4], data: Int32Array.of(0, 1, 1, 0) }, loss: sparseCategoricalCrossentropy(), learningRate: 1e-3 },
  // The picture of a batch and its words; out come the words and one more.
  {
    of: model("captioner", { inputShape: [28, 28, 1], vocabulary: 20, classes: 20, dropout: 0 }),
    inputs: { image: pictures, words: words(4, 20) }, target: { ...words(4, 21), shape: [4, 21] }, loss: sparseCategoricalCrossentropy(), learningRate: 1e-3,
  },
];

test.each(cases)("$of.name learns a few samples by heart: the loss falls by half", { timeout: 120_000 }, async ({ of, inputs, target, loss, learningRate, init }) => {
  const net = await network(of, { engine: await engineOn("simd"), seed: 1, ...(init && { init }) });
  const [output = ""] = of.outputs;
  const batch: Batch = { inputs, targets: { [output]: target } };
  const objective = objectiveOf(of, loss);
  const losses: number[] = [];
  for (let step = 0; step < 40 && !((losses.at(-1) ?? Infinity) < (losses[0] ?? 0) / 2); step++) losses.push((await net.step(batch, { objective, optimizer: adam({ learningRate }) })).loss);
  net.dispose();
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
});
