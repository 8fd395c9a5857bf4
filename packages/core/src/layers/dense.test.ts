import { expect, test } from "vitest";
import { dense, flatten, graph, macs, outputShape, parameters, relu } from "../index.ts";

test("200,768 and 650 parameters at the end of a digit net; 669,706 of three dense layers on a digit", () => {
  expect(parameters(graph("head", [3_136], { fc1: dense(64), fc2: dense(10) })).trainable).toBe(200_768 + 650);
  expect(parameters(graph("mlp", [28, 28, 1], [flatten(), dense(512), relu(), dense(512), relu(), dense(10)])).trainable).toBe(401_920 + 262_656 + 5_130);
  expect(parameters(graph("head", [1_024], { fc1: dense(500), fc2: dense(10) })).trainable).toBe(512_500 + 5_010);
});

test("on a sequence every step has the same weights", () => {
  expect(outputShape(dense(8), [[20, 50]])).toEqual([20, 8]);
  expect(macs(dense(8), [[20, 50]])).toBe(20 * 50 * 8);
});

test("why not dense: a picture of 1000×1000 into 1000 units is 10⁹ weights", () => {
  expect(parameters(graph("one", [1_000_000], { fc: dense(1_000, { useBias: false }) })).trainable).toBe(1e9);
  expect(macs(dense(4_000_000), [[1_920 * 1_080 * 3]])).toBe(24_883_200_000_000);
});

test("refused", () => {
  expect(() => dense(2.5)).toThrowErrorMatchingInlineSnapshot(`[LayerError: dense: units must be a whole number ≥ 1. Received 2.5.]`);
  // @ts-expect-error: what a JavaScript user may write
  expect(() => dense(2, { bias: false })).toThrowErrorMatchingInlineSnapshot(`[LayerError: dense: unknown option bias. Options: useBias.]`);
});
