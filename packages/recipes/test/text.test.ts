import { simd } from "@convscope/backend-simd";
import { strokes, type SentenceSplit } from "@convscope/datasets";
import { tfjsLoader, useBackend } from "@convscope/nn";
import fc from "fast-check";
import { expect, test } from "vitest";
import { workbench } from "../src/index.ts";
import { corpusVectors } from "../src/text/corpusVectors.ts";
import { textCnn } from "../src/text/textCnn.ts";
import { wordCounts } from "../src/text/wordCounts.ts";

const split = (...rows: readonly (readonly number[])[]): SentenceSplit => ({ shape: [rows.length, rows[0]?.length ?? 0], tokens: Int32Array.from(rows.flat()), labels: new Int32Array(rows.length) });

test("words and pairs are counted, the padding is none, and what training has not seen is left out", () => {
  const train = split([5, 6, 5, 0], [7, 0, 0, 0]);
  const asked = split([6, 5, 9, 0]);
  const rows = (length: number): number[][] => wordCounts(train, [train, asked], length).map(({ data }) => [...data]);
  // Columns are 5, 6, 7, and then the pairs 5 6 and 6 5.
  expect(rows(1)).toEqual([[2, 1, 0, 0, 0, 1], [1, 1, 0]]);
  expect(rows(2)).toEqual([[1, 1, 0, 0], [0, 1]]);
});

test("words that keep the same company get the same vector, whatever the seed", () => {
  // 4 and 5 stand between the same words, 6 elsewhere.
  const sentences = split([2, 4, 3], [2, 5, 3], [7, 6, 8], [7, 6, 9]);
  fc.assert(fc.property(fc.nat(1000), (seed) => {
    const { shape, data } = corpusVectors(sentences, 10, { units: 12, seed });
    expect(shape).toEqual([10, 12]);
    const vector = (word: number): number[] => [...data.subarray(word * 12, (word + 1) * 12)];
    const cosine = (a: number, b: number): number => vector(a).reduce((sum, x, i) => sum + x * (vector(b)[i] ?? 0), 0) / (Math.hypot(...vector(a)) * Math.hypot(...vector(b)));
    expect(cosine(4, 5)).toBeCloseTo(1, 5);
    expect(Math.abs(cosine(4, 6))).toBeLessThan(0.01);
    expect([...vector(0), ...vector(1)].every((x) => x === 0)).toBe(true);
    expect(vector(4).slice(8)).toEqual([0, 0, 0, 0]);
    expect(Array.from(data).reduce((sum, x) => sum + x * x, 0)).toBeCloseTo((8 * 12) / 48, 4);
  }), { numRuns: 10 });
});

test("four nets and two bags of words read the same sentences; given vectors stay where they are to stay", { timeout: 120_000 }, async () => {
  const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
  const bench = workbench({ engine, seed: 1, data: async (_name, samples) => strokes(samples) });
  const { measures, figures, networks, table } = await textCnn.run(bench, { epochs: 1, train: 100, test: 40 });
  for (const { measure } of textCnn.expected) expect(measures[measure], measure).toSatisfy(Number.isFinite);
  expect(figures["accuracy"]).toMatch(/^<svg [^]*<\/svg>\n$/);
  expect(table?.map(([name]) => name)).toEqual(["classifier", "rand", "static", "nonStatic", "multichannel", "bag of words", "bag of pairs"]);
  const vectors = (name: string, key: string): unknown => networks[name]?.weights[key];
  expect(vectors("multichannel", "embedding.static.weight")).toEqual(vectors("static", "embedding.weight"));
  expect(vectors("nonStatic", "embedding.weight")).not.toEqual(vectors("static", "embedding.weight"));
});
