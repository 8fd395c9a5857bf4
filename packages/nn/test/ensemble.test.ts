import { batchNormalization, conv2d, dense, flatten, globalAveragePooling2d, graph, relu, softmax } from "@convscope/core";
import { ensemble, ensembleWeights } from "@convscope/models";
import { expectClose } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { network, type NdArray } from "../src/index.ts";
import { engineOn } from "./backends.ts";

const members = [
  graph("scores", [6, 6, 2], { conv: conv2d(4, 3), relu: relu(), flatten: flatten(), fc: dense(3) }),
  graph("normalised", [6, 6, 2], { conv: conv2d(5, 3), bn: batchNormalization(), relu: relu(), pool: globalAveragePooling2d(), fc: dense(3) }),
  graph("probabilities", [6, 6, 2], { conv: conv2d(3, 3), pool: globalAveragePooling2d(), softmax: softmax() }),
];

test("an ensemble says the mean of what its members say with the same weights", async () => {
  const engine = await engineOn("simd");
  const x: NdArray = { shape: [4, 6, 6, 2], data: Float32Array.from({ length: 4 * 6 * 6 * 2 }, (_, i) => Math.sin(i * i)) };
  const nets = await Promise.all(members.map((member, i) => network(member, { engine, seed: i + 1 })));
  const together = await network(ensemble(members), { engine, weights: ensembleWeights(await Promise.all(nets.map((net) => net.weights()))) });
  const [found, ...alone] = await Promise.all([together, ...nets].map((net) => net.predict(x)));
  for (const net of [together, ...nets]) net.dispose();
  const probabilities = alone.map(({ data }, i) => (i === 2 ? Array.from(data) : softmaxOfRows(Array.from(data), 3)));
  expectClose(found?.data ?? [], Array.from({ length: 12 }, (_, i) => probabilities.reduce((sum, p) => sum + (p[i] ?? NaN), 0) / 3), { relative: 1e-5, absolute: 1e-6 });
  // The members disagree, or averaging would show nothing.
  expect(new Set(probabilities.map((p) => p.map((x) => x.toFixed(3)).join())).size).toBe(3);
});

const softmaxOfRows = (scores: readonly number[], width: number): number[] =>
  scores.map((x, i) => {
    const from = i - (i % width);
    return Math.exp(x) / scores.slice(from, from + width).reduce((sum, y) => sum + Math.exp(y), 0);
  });
