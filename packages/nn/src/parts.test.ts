import { dense, graph } from "@convscope/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { meanSquaredError } from "./losses/index.ts";
import { partRows, partsOf } from "./parts.ts";

test("7 samples in 3 parts are 3, 2 and 2, and in 9 parts one each", () => {
  expect(partRows(7, 3)).toEqual([[0, 3], [3, 5], [5, 7]]);
  expect(partRows(3, 9)).toEqual([[0, 1], [1, 2], [2, 3]]);
  expect(partRows(0, 2)).toEqual([[0, 0]]);
});

test("parts follow one another, and differ by one sample at most", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40 }), (samples, parts) => {
    const all = partRows(samples, parts);
    const sizes = all.map(([from, to]) => to - from);
    expect([all[0]?.[0], all.at(-1)?.[1], all.length]).toEqual([0, samples, Math.min(parts, samples)]);
    for (const [i, [from]] of all.entries()) if (i > 0) expect(from).toBe(all[i - 1]?.[1]);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }));
});

test("the samples of a batch go to its parts, each with its factor in the whole", () => {
  const of = graph("line", [2], { fc: dense(2) });
  const objective = { fc: { loss: meanSquaredError(), weight: 1 } };
  const rows = (...data: number[]) => ({ shape: [data.length / 2, 2], data: Float32Array.from(data) });
  const batch = { inputs: { input: rows(1, 2, 3, 4, 5, 6) }, targets: { fc: rows(6, 5, 4, 3, 2, 1), other: rows(0, 0) } };
  expect(partsOf(of, batch, objective)).toEqual([{ inputs: batch.inputs, targets: batch.targets, factors: {} }]);
  const parts = partsOf(of, { ...batch, weights: { fc: { shape: [3], data: Uint8Array.of(1, 2, 5) } } }, objective, 2);
  // A mean over two values of each sample, and over 8 in all.
  const factor = (...weights: number[]) => ({ fc: { shape: [weights.length], data: Float32Array.from(weights, (weight) => weight / 16) } });
  expect(parts).toEqual([
    { inputs: { input: rows(1, 2, 3, 4) }, targets: { fc: rows(6, 5, 4, 3) }, factors: factor(1, 2) },
    { inputs: { input: rows(5, 6) }, targets: { fc: rows(2, 1) }, factors: factor(5) },
  ]);
});
