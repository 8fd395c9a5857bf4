import { expect, test } from "vitest";
import { graph } from "../lower.ts";
import { sequence } from "../shape.ts";
import { conv2d, derive, embedding, macs, outputShape, weights } from "./index.ts";

test("a vector of 64 numbers for each of 50 tokens", () => {
  const layer = embedding(10_000, 64);
  expect(outputShape(layer, [[50]])).toEqual([50, 64]);
  expect(weights(layer, [[50]])["weight"]).toEqual({ shape: [10_000, 64], trainable: true, role: "embedding", fans: [10_000, 64] });
  expect(macs(layer, [[50]])).toBe(0);
  expect(derive(layer, [[50]]).map(({ of, value }) => [of, value])).toEqual([["length", 50], ["parameters", 640_000]]);
});

test("stands on a sequence of tokens", () => {
  const { nodes } = graph("words", sequence(20, 100), { words: embedding(100, 8, { paddingIndex: 0 }) });
  expect(nodes).toEqual([{ name: "words", layer: { kind: "embedding", vocabulary: 100, units: 8, paddingIndex: 0 }, inputs: ["input"] }]);
  expect(JSON.parse(JSON.stringify(nodes))).toEqual(nodes);
});

test("refuses pictures, and a padding token that is no word", () => {
  expect(() => graph("words", [28, 28, 1], { conv: conv2d(2, 3), words: embedding(100, 8) })).toThrowErrorMatchingInlineSnapshot(`[LayerError: words (embedding): input must be [length], a sequence of tokens. Received 26×26×2. Use sequence(length, vocabulary) as the graph's input.]`);
  expect(() => embedding(100, 8, { paddingIndex: 100 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: embedding: paddingIndex must be a token of the vocabulary. Received paddingIndex=100, vocabulary=100. The last token is 99.]`);
  expect(() => embedding(100, 8, { paddingIndex: -1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: embedding: paddingIndex must be "none", or a whole number ≥ 0. Received -1.]`);
  // @ts-expect-error -- PyTorch's name is not ours
  expect(() => embedding(100, 8, { paddingIdx: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: embedding: unknown option paddingIdx. Did you mean "paddingIndex"? Options: paddingIndex.]`);
});
