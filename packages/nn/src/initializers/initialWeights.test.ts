import { batchNormalization, conv2d, dense, embedding, flatten, graph, layerScale, lstm, sequence, shared, type Block, type Graph } from "@convscope/core";
import { expect, test } from "vitest";
import { heNormal, initialWeights, orthogonal } from "./index.ts";

const picture = (block: Block): Graph => graph("net", [8, 8, 3], block);
const largest = (data: ArrayLike<number>): number => Array.from(data).reduce((most, x) => Math.max(most, Math.abs(x)), 0);

test("names, shapes and what Keras starts with", () => {
  const weights = initialWeights(picture({ conv: conv2d(4, 3), bn: batchNormalization(), flat: flatten(), fc: dense(2) }), { seed: 1 });
  expect(Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape.join("×")]))).toMatchInlineSnapshot(`
    {
      "bn.bias": "4",
      "bn.running_mean": "4",
      "bn.running_var": "4",
      "bn.weight": "4",
      "conv.bias": "4",
      "conv.weight": "3×3×3×4",
      "fc.bias": "2",
      "fc.weight": "144×2",
    }
  `);
  expect([...(weights["conv.bias"]?.data ?? [])]).toEqual([0, 0, 0, 0]);
  expect([...(weights["bn.running_var"]?.data ?? [])]).toEqual([1, 1, 1, 1]);
  const bound = Math.sqrt(6 / (27 + 36));
  expect(largest(weights["conv.weight"]?.data ?? [])).toBeLessThanOrEqual(bound);
  expect(largest(weights["conv.weight"]?.data ?? [])).toBeGreaterThan(0.9 * bound);
});

test("PyTorch starts kernels and biases at ±1 / √(fan in)", () => {
  const weights = initialWeights(picture({ conv: conv2d(40, 3) }), { init: "torch" });
  for (const name of ["conv.weight", "conv.bias"]) {
    expect(largest(weights[name]?.data ?? [])).toBeLessThanOrEqual(1 / Math.sqrt(27));
    expect(largest(weights[name]?.data ?? [])).toBeGreaterThan(0.8 / Math.sqrt(27));
  }
});

test("PyTorch starts all of a recurrent layer at ±1 / √units, Keras its inner weights orthogonal", () => {
  const net = graph("net", sequence(5, 50), { embed: embedding(50, 64), lstm: lstm(16) });
  const torch = initialWeights(net, { init: "torch" });
  for (const name of Object.keys(torch).filter((key) => key.startsWith("lstm"))) {
    expect(largest(torch[name]?.data ?? [])).toBeLessThanOrEqual(0.25);
    expect(largest(torch[name]?.data ?? [])).toBeGreaterThan(0.2);
  }
  expect(largest(torch["embed.weight"]?.data ?? [])).toBeGreaterThan(2);
  const keras = initialWeights(net);
  const inner = Object.entries(keras).find(([name]) => name.includes("weight_hh"))?.[1];
  const row = Array.from(inner?.data.slice(0, inner.shape[1]) ?? []);
  expect(row.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 5);
  expect(largest(keras["embed.weight"]?.data ?? [])).toBeLessThanOrEqual(0.05);
});

test("equal seeds give equal weights; a layer added elsewhere moves no other", () => {
  const [few, more] = [picture({ a: conv2d(4, 3), c: conv2d(2, 3) }), picture({ a: conv2d(4, 3), b: batchNormalization(), c: conv2d(2, 3) })];
  expect(initialWeights(few, { seed: 5 })).toEqual(initialWeights(few, { seed: 5 }));
  expect(initialWeights(more, { seed: 5 })).toMatchObject(initialWeights(few, { seed: 5 }));
  expect(initialWeights(few, { seed: 6 })["a.weight"]).not.toEqual(initialWeights(few, { seed: 5 })["a.weight"]);
});

test("roles can be chosen one by one, and a layer's own start comes first", () => {
  const weights = initialWeights(picture({ conv: conv2d(3, 1), scale: layerScale({ initialValue: 0.5 }) }), { init: { kernel: orthogonal({ gain: 3 }), bias: heNormal() } });
  const [a = 0, b = 0, c = 0] = Array.from(weights["conv.weight"]?.data ?? []);
  expect(Math.hypot(a, b, c)).toBeCloseTo(3, 5);
  expect(largest(weights["conv.bias"]?.data ?? [])).toBeGreaterThan(0);
  expect([...new Set(Object.entries(weights).filter(([name]) => name.startsWith("scale")).flatMap(([, { data }]) => [...data]))]).toEqual([0.5]);
});

test("shared layers have weights once", () => {
  const again = shared(dense(3));
  expect(Object.keys(initialWeights(graph("net", [3], [again, again])))).toHaveLength(2);
});

test("an unknown role is named", () => {
  const strange: object = { kernels: orthogonal() };
  expect(() => initialWeights(picture(conv2d(1, 1)), { init: strange })).toThrowErrorMatchingInlineSnapshot(`[RangeError: init: unknown role kernels. Roles: scale, shift, mean, variance, constant, kernel, recurrent, bias, embedding.]`);
});
